"""Speech acts."""
def act(t: str) -> str:
    return "assertive"
