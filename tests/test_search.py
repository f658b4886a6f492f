"""Search: it finds numbers, forgives a slip, never ends in nothing, and keeps its words to itself."""

import http.server
import re
import threading
from functools import partial

import pytest


def found(page) -> list[str]:
    """What a search shows, line by line."""
    page.wait_for_function("() => document.getElementById('search-said').textContent")
    return page.locator("#search-results > li > a").all_inner_texts()


@pytest.mark.parametrize("way", ["http", "file"])
def test_the_number_of_any_contact_is_found_however_it_is_grouped(open_page, course, book, way):
    """From a folder the same script looks in the same index, so a few are enough."""
    page = open_page("search.html", base=book.as_uri() if way == "file" else None)
    for contact in list(course.contacts.values())[: None if way == "http" else 5]:
        for phone in contact.phones[:1]:
            for typed in (phone.number, phone.number.replace(" ", ""), re.sub("^0", "+44 ", phone.number)):
                page.evaluate("(words) => { location.hash = ''; location.hash = `q=${encodeURIComponent(words)}` }", typed)
                page.wait_for_function("(words) => document.getElementById('search-said').textContent.includes(words)", arg=typed)
                assert any(line.startswith(contact.name) and phone.number in line for line in found(page)), typed
    page.locator("#search-results a").first.click()
    page.wait_for_url("**/reference/routes.html#contact-*")
    assert page.said == []


@pytest.mark.parametrize(
    ("words", "title"),
    [
        ("999", "Police, emergency"),
        ("101", "Police, not an emergency"),
        ("childline", "Childline"),
        ("saftey", "A safer setting"),
        ("uncel", "Essentials"),
        ("groming", "How it reaches children"),
        ("refferal", "Making the referral"),
        ("who to call", "Who to call"),
        ("bears", "Signs"),
    ],
)
def test_a_number_a_service_and_a_word_with_a_slip_are_found(open_page, words, title):
    page = open_page(f"search.html#q={words}")
    assert any(title.lower() in line.lower() for line in found(page)), found(page)
    assert page.said == []


@pytest.mark.parametrize("words", ["xqzwvk", "rxxxxt", "00000", "?!", "“", "<b>xqzwvk</b>", "%"])
def test_no_search_ends_in_nothing(open_page, words):
    page = open_page("search.html")
    page.locator("#search-words").fill(words)
    page.locator("#search-words").press("Enter")
    assert found(page) == []
    ways = page.locator("article p a").evaluate_all("(links) => links.map((link) => link.getAttribute('href'))")
    assert ways == ["tel:999", "book/who-to-call.html", "book/real-child.html"]
    assert words in page.locator("#search-said").inner_text() and page.locator("#search-said b").count() == 0
    assert page.said == []


def test_a_search_in_several_words_prefers_the_pages_that_have_them_all(open_page):
    page = open_page("search.html#q=bears chair")
    both = found(page)
    assert both and "No page has all" not in page.locator("#search-said").inner_text()
    page = open_page("search.html#q=bears")
    assert set(both) <= set(found(page))
    page = open_page("search.html#q=bears xqzwvk")
    assert found(page) and "No page has all of these words" in page.locator("#search-said").inner_text()


@pytest.fixture
def logged(book):
    """The built book on a server that writes down each line it is asked with: (address, lines)."""
    lines = []

    class Logging(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *words):
            lines.append(" ".join(map(str, words)))

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), partial(Logging, directory=book))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", lines
    server.shutdown()


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without"])
def test_the_words_of_a_search_reach_no_server_and_are_kept_nowhere(open_page, logged, script):
    address, lines = logged
    page = open_page("book/signs.html", base=address, java_script_enabled=script)
    page.locator(".sidebar-search").fill("my uncle touched me")
    page.locator(".sidebar-search").press("Enter")
    page.wait_for_url("**/search.html*")
    if script:
        assert found(page) and page.locator("#search-words").input_value() == "my uncle touched me"
        page.locator("#search-results a").first.click()
        page.wait_for_url("**/book/**")
        for kept in ("localStorage", "sessionStorage"):
            assert "uncle" not in page.evaluate(f"JSON.stringify({kept})")
    assert any("search.html" in line for line in lines) and not any("uncle" in line for line in lines)


def test_what_an_older_edition_kept_of_a_search_is_deleted_with_the_rest(open_page):
    page = open_page("book/kept.html")
    page.evaluate("localStorage.setItem('sphinx_highlight_terms', 'my uncle')")
    page.on("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Delete everything").click()
    assert page.evaluate("Object.keys(localStorage)") == []
    assert "the words that you searched for" in page.locator("article").inner_text()
