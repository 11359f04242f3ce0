from bot.desk.outgoing import edit_key, edited_key


def test_an_edit_is_known_by_the_notice_whose_message_it_changes() -> None:
    page = "12:paging:1:page 0 U0OLLY"
    assert edit_key(page) != page
    assert edited_key(edit_key(page)) == page
