"""Which addresses are on the public internet. Whatever notation a link uses, what counts is the address that it resolves to."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

#: IANA's special-purpose registry for IPv4, multicast, and one public address that a cloud serves its machines' secrets from.
REFUSED_4 = tuple(
    map(
        ip_network,
        "0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24 192.0.2.0/24 192.31.196.0/24 "
        "192.52.193.0/24 192.88.99.0/24 192.168.0.0/16 192.175.48.0/24 198.18.0.0/15 198.51.100.0/24 203.0.113.0/24 224.0.0.0/4 "
        "240.0.0.0/4 168.63.129.16/32".split(),
    )
)
#: Of IPv6 only global unicast is public, without the ranges in it that are for protocols, examples, tunnels and segment routing.
PUBLIC_6 = ip_network("2000::/3")
REFUSED_6 = tuple(map(ip_network, "2001::/23 2001:db8::/32 2002::/16 2620:4f:8000::/48 3fff::/20".split()))
NAT64 = ip_network("64:ff9b::/96")


def is_public(address: str) -> bool:
    """Whether an address, as a resolver gives it, is on the public internet. An IPv4 address carried in an IPv6 one counts as itself."""
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(found, IPv6Address):
        carried = found.ipv4_mapped or (IPv4Address(int(found) & 0xFFFFFFFF) if found in NAT64 else None)
        if carried is None:
            return found in PUBLIC_6 and not any(found in network for network in REFUSED_6)
        found = carried
    return not any(found in network for network in REFUSED_4)
