"""The rules that the data files of the package keep, one module a folder of them."""
