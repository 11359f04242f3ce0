"""`python -m tests.docs` writes every made page anew."""

from tests.docs.pages import FOLDER, PAGES

for page, text in PAGES.items():
    (FOLDER / page).write_text(text(), encoding="utf-8")
