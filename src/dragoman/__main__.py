"""`python -m dragoman`: the command line where its script isn't on the path."""

from dragoman.cli import main

if __name__ == "__main__":
    main()
