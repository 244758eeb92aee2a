"""Every element of Block Kit that the app uses, posted by the test that runs this: gallery.py URL DIRECTORY-FOR-PICTURES"""
import json

from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import Select

from browser import visit


def gallery(visit):
    visit.browser.get(visit.address)
    item = visit.message("Every block")
    tags = visit.browser.execute_script("""return [...new Set([...arguments[0].querySelectorAll('.blocks *')]
        .map((one) => one.localName))].sort()""", item)
    wanted = {"h2", "p", "hr", "table", "th", "td", "ul", "ol", "li", "pre", "code", "strong", "em", "s", "a", "blockquote", "button",
              "select", "details", "figure", "img"}
    assert wanted <= set(tags), sorted(wanted - set(tags))
    links = visit.browser.execute_script("return [...arguments[0].querySelectorAll('.blocks a')].map((one) => one.href)", item)
    assert links == ["https://example.com/b", "https://example.com/a"], links
    assert "<b>not bold</b> &amp;" in item.text, item.text
    assert "@Dana" in item.text and "#security" in item.text
    visit.look("gallery")
    visit.window(390, 844, "dark")
    visit.look("gallery-narrow-dark")
    visit.window(1440, 900)
    visit.done("every block is drawn, and text is text")

    visit.press("Careful", item)
    dialog = visit.one("dialog.confirm[open]")
    assert dialog.get_attribute("role") == "alertdialog"
    visit.browser.switch_to.active_element.send_keys(Keys.ESCAPE)
    visit.wait("its end", lambda: not visit.find("dialog[open]"))
    assert visit.focused() == "Careful", visit.focused()
    visit.press("Careful", item)
    visit.press("Do it", "dialog.confirm[open]")
    visit.message("pressed careful")
    visit.press("More actions", item)
    visit.press("Second", item)
    visit.message("pressed menu two")
    visit.done("what is to be confirmed is asked, and goes only when it is; menus choose")
    modal(visit)
    picture = visit.message("trails.png")
    assert visit.browser.execute_script("return arguments[0].querySelector('img').naturalWidth", picture) == 1
    assert visit.find("img[alt='A chart']", picture)
    visit.go("Home")
    visit.wait("the Home", lambda: "Welcome home" in visit.text("#home"))
    visit.look("gallery-home")
    visit.done("pictures and the App Home are shown")
    visit.silence()


def modal(visit):
    visit.say("/trailwatch form")
    dialog = visit.one("dialog.modal[open]")
    field = {label.text: label for label in visit.find("label, legend", dialog)}
    assert list(field)[0] == "Why", list(field)
    visit.press("Save", dialog)
    visit.wait("what is missing", lambda: visit.text("dialog.modal").count("Please complete this required field.") == 3)
    visit.look("gallery-form-refused")
    visit.browser.switch_to.active_element.send_keys("because")
    Select(visit.one("dialog select")).select_by_visible_text("High")
    search = visit.one("dialog [role=combobox]")
    search.send_keys("pay")
    visit.wait("choices", lambda: len(visit.find("dialog [role=option]")) == 2)
    visit.look("gallery-search")
    search.send_keys(Keys.ARROW_DOWN, Keys.ARROW_DOWN)
    active = search.get_attribute("aria-activedescendant")
    assert visit.one(f"#{active}").text == "payments-test"
    search.send_keys(Keys.ENTER)
    assert search.get_attribute("value") == "payments-test"
    visit.browser.execute_script("document.querySelector('dialog input[type=date]').value = '2027-01-31'")
    for box in visit.find("dialog input[type=checkbox]"):
        box.send_keys(Keys.SPACE)
    assert "Please complete" not in visit.text("dialog.modal")
    visit.look("gallery-form")
    visit.press("Save", "dialog.modal[open]")
    visit.wait("the app's word", lambda: "Not good enough." in visit.text("dialog.modal"))
    assert visit.browser.execute_script("return document.activeElement.value") == "because"
    visit.browser.switch_to.active_element.send_keys(" it is")
    visit.press("Save", "dialog.modal[open]")
    visit.wait("the form's end", lambda: not visit.find("dialog[open]"))
    values = json.loads(visit.message("values: ").find_element("css selector", ".said > p:not([class])").text.removeprefix("values: "))
    assert values == {
        "why": "because it is", "level": "high", "account": "333333333333", "until": "2027-01-31", "tell": ["owner", "team"],
    }, values
    visit.done("a form with every kind of field is filled in, refused by the app, and taken")


if __name__ == "__main__":
    visit(gallery)
