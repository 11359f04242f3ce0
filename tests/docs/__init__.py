"""The pages of docs/ that are made from the code and the tests; `python -m tests.docs` writes them anew."""
