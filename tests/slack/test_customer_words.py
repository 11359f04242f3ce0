import pytest

from bot.slack.customer_words import CustomerAct, Customers, list_words, read_customers


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("", Customers()),
        ("list", Customers()),
        ("LS", Customers()),
        ("list acme", Customers(text="acme")),
        ("list Birdsong Mail page 2", Customers(text="Birdsong Mail", page=2)),
        ("list page 3", Customers(page=3)),
        ("list p 0", Customers(page=1)),
        ("list page", Customers(text="page")),
        ("show acme", Customers(act=CustomerAct.SHOW, text="acme")),
        ("view “Acme: Europe”", Customers(act=CustomerAct.SHOW, text="Acme: Europe")),
        ("add", Customers(act=CustomerAct.ADD)),
        ("new Hooli Inc.", Customers(act=CustomerAct.ADD, text="Hooli Inc.")),
        ('edit "acme"', Customers(act=CustomerAct.EDIT, text="acme")),
    ],
)
def test_what_is_typed_after_customer_says_what_is_meant(typed: str, meant: Customers) -> None:
    assert read_customers(typed) == meant


@pytest.mark.parametrize("typed", ["show", "edit", 'edit ""', "shwo acme", "acme", "remove acme"])
def test_what_says_too_little_or_makes_no_sense_is_nothing(typed: str) -> None:
    assert read_customers(typed) is None


@pytest.mark.parametrize(("text", "page"), [("", 2), ("acme", 1), ("Birdsong Mail", 7), ("page 3", 2)])
def test_the_words_of_a_page_are_read_into_that_page(text: str, page: int) -> None:
    assert read_customers(list_words(text, page)) == Customers(text=text, page=page)
