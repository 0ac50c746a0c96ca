"""``python -m govreport``: the command line."""

from govreport.cli.main import main

if __name__ == "__main__":
    main()
