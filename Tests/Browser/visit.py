"""The whole sandbox with the incident scenario: visit.py URL DIRECTORY-FOR-PICTURES

Prints a line for each thing that was seen to work; ends with a traceback at the first that does not.
"""
from selenium.webdriver.common.keys import Keys

from browser import visit


def incident_scenario(visit):
    visit.browser.get(visit.address)
    visit.wait("the channels", lambda: "# security" in visit.text("#places"))

    visit.say("@trailwatch scan all")
    visit.message("Scan of all accounts finished.")
    visit.look("scan")
    visit.done("a scan is asked for in a channel, and its message is edited to the end")

    visit.go("# payments")
    alert = visit.message("payments-test", "I'm on it")
    visit.look("alert")
    visit.press("I'm on it", alert)
    visit.message("payments-test", "Status: acknowledged")
    visit.look("acknowledged")
    visit.done("an alert is acknowledged")

    form(visit)
    visit.go("# security")
    menus(visit)
    visit.go("# payments")
    scan_form(visit)
    ticket(visit)
    refusal(visit)
    home(visit)
    issues(visit)
    keyboard(visit)
    completion(visit)
    incident(visit)
    others(visit)
    visit.silence()


def form(visit):
    visit.press("Whitelist…", visit.message("payments-test", "Status: acknowledged"))
    dialog = "dialog.modal[open]"
    visit.wait("its fields", lambda: visit.find("dialog.modal textarea, dialog.modal input"))
    visit.look("form")
    visit.press("Accept the risk", dialog)
    visit.wait("what is missing", lambda: "Please complete this required field." in visit.text("dialog.modal"))
    assert visit.browser.execute_script("return document.activeElement.getAttribute('aria-invalid')") == "true"
    visit.look("form-refused")
    visit.browser.switch_to.active_element.send_keys("the bucket moves")
    visit.press("Accept the risk", dialog)
    visit.wait("the form's end", lambda: not visit.find("dialog[open]"))
    visit.message("payments-test", "whitelisted")
    visit.look("whitelisted")
    visit.done("a form says what is missing, takes the answer, and closes")


def menus(visit):
    place = "data-platform (444444444444), us-east-1"
    visit.choose("Snooze for 4 hours", 0, f"delivery errors: {place}", "I'm on it")
    visit.message(place, "Status: snoozed until")
    visit.look("snoozed")
    visit.choose("Alice", -1, place, "Status: snoozed until")
    visit.message(place, "Assigned to: @Alice")
    visit.look("assigned")
    visit.done("an alert is snoozed, and given to somebody, from its lists")


def scan_form(visit):
    visit.say("/trailwatch scan")
    box = visit.one("dialog[open] input")
    assert not visit.find("dialog[open] [role=listbox]:not([hidden])"), "a list hides the form before anybody asked for it"
    box.click()
    box.send_keys("payments-p")
    visit.wait("the account", lambda: "payments-prod" in visit.text("dialog[open] [role=listbox]"))
    visit.look("scan-form")
    box.send_keys(Keys.ARROW_DOWN + Keys.ENTER)
    visit.wait("the choice", lambda: "payments-prod" in visit.text("dialog[open] .chosen"))
    # With its list open: the form must not move away under the mouse.
    box.click()
    visit.one("dialog[open] [role=listbox]:not([hidden])")
    visit.press("Scan", "dialog[open]")
    visit.message("Scan of payments-prod (222222222222) finished")
    visit.done("a form offers accounts to scan, and starts the scan")


def ticket(visit):
    visit.become("bob")
    visit.go("Trailwatch")
    alert = visit.message("data-platform", "Open ticket…")
    visit.press("JIRA")
    before = len(visit.find("#jira article"))
    visit.press("Open ticket…", alert)
    visit.wait("its fields", lambda: visit.find("dialog.modal textarea, dialog.modal input"))
    visit.look("ticket-form")
    visit.press("Open the ticket", "dialog.modal[open]")
    visit.wait("the ticket", lambda: len(visit.find("#jira article")) > before)
    visit.press("Fields, description, comments", "#jira article")
    visit.look("ticket")
    key = visit.text("#jira article h3").split()[0]
    visit.press(f"Close {key}")
    visit.wait("its end", lambda: "Done" in visit.text("#jira article .status"))
    visit.done("a ticket is opened from a direct message, shown, and closed")


def refusal(visit):
    visit.become("gus")
    visit.say("@trailwatch scan all")
    answer = visit.message("needs the role operator")
    assert "Only visible to you" in answer.text, answer.text
    visit.look("refusal")
    visit.become("dana")
    assert "needs the role operator" not in visit.text("#messages"), "somebody else's ephemeral message is shown"
    visit.say("/trailwatch whitelist list")
    visit.message("because the bucket moves")
    visit.done("a guest is refused, and what is for one person only is seen by that person only")


def home(visit):
    visit.become("bob")
    visit.go("Home")
    visit.wait("how things stand", lambda: "CloudTrail at a glance" in visit.text("#home"))
    assert "1: data-platform (444444444444)" in visit.text("#home"), visit.text("#home")
    visit.look("home")
    visit.press("Scan…", "#home")
    visit.wait("the form", lambda: visit.find("dialog.modal input"))
    box = visit.one("dialog.modal input")
    for word in ("data-pl", "web-"):
        box.send_keys(word)
        visit.wait(f"what {word} may be", lambda: word in visit.text("dialog.modal ul[role=listbox]:not([hidden])"))
        box.send_keys(Keys.ARROW_DOWN + Keys.ENTER)
        visit.wait("the choice", lambda: word in visit.text("dialog.modal .chosen"))
    visit.press("Take web-shop (555555555555) out", "dialog.modal")
    visit.look("scan-form")
    visit.press("Scan", "dialog.modal")
    visit.wait("the form's end", lambda: not visit.find("dialog[open]"))
    visit.go("Trailwatch")
    visit.message("Scan of data-platform (444444444444) finished.")
    visit.become("dana")
    visit.done("the App Home shows how things stand, and a scan is chosen from it")


def issues(visit):
    visit.go("# security")
    visit.say("@trailwatch issues")
    visit.message("6 causes")
    visit.look("issues")
    # News that come meanwhile draw the message anew.
    def chosen():
        box = visit.one("[aria-label=Account]", visit.message("6 causes"))
        box.send_keys(Keys.CONTROL + "a")
        box.send_keys("web-")
        for _ in range(20):
            if "web-shop" in visit.text("#messages ul[role=listbox]:not([hidden])"):
                box.send_keys(Keys.ARROW_DOWN + Keys.ARROW_DOWN + Keys.ENTER)
                return True
        return False

    visit.click("an account", lambda: visit.one("[aria-label=Account]", visit.message("6 causes")))
    visit.wait("what it may be", chosen)
    filtered = visit.message("issues in web-shop (555555555555)")
    visit.look("issues-filtered")
    visit.press("Trailwatch: look at this", filtered)
    answer = visit.message("Issues of web-shop (555555555555)")
    assert "Only visible to you" in answer.text, answer.text
    visit.look("shortcut")
    visit.done("issues are filtered in place, and the shortcut finds the account of a message")


def keyboard(visit):
    """The order of the focus is the order of reading, and dialogs keep it."""
    visit.go("# security")
    visit.browser.execute_script("document.activeElement.blur(); scrollTo(0, 0)")
    visit.browser.get(visit.address)
    visit.wait("the channels", lambda: "# security" in visit.text("#places"))
    order = []
    for _ in range(6):
        visit.browser.switch_to.active_element.send_keys(Keys.TAB)
        order.append(visit.focused())
    assert order == ["Skip to the message box", "Slack", "AWS", "JIRA", "Wire", visit.one("#me").text], order
    button = visit.one("#aws [data-key='account-222222222222']")
    button.send_keys(Keys.ENTER)
    visit.one("dialog[open]")
    for _ in range(12):
        visit.browser.switch_to.active_element.send_keys(Keys.TAB)
        inside = visit.browser.execute_script(
            "return document.activeElement === document.body || document.activeElement.closest('dialog') !== null")
        assert inside, "the focus left the dialog"
    visit.browser.switch_to.active_element.send_keys(Keys.ESCAPE)
    visit.wait("its end", lambda: not visit.find("dialog[open]"))
    assert visit.browser.execute_script("return document.activeElement.dataset.key") == "account-222222222222"
    visit.done("the keyboard goes in the order of reading, and a dialog gives the focus back")


def completion(visit):
    box = visit.one("#entry")
    box.send_keys("@trail")
    visit.wait("the bot's name", lambda: "@trailwatch" in visit.text(".completions:not([hidden])"))
    visit.look("completion")
    box.send_keys(Keys.ENTER)
    assert box.get_attribute("value") == "@trailwatch ", box.get_attribute("value")
    box.clear()
    box.send_keys("/tra" + Keys.TAB)
    assert box.get_attribute("value") == "/trailwatch ", box.get_attribute("value")
    assert visit.text("#hint").startswith("/trailwatch "), visit.text("#hint")
    box.clear()
    visit.done("a name and the command are completed while they are written")


def incident(visit):
    visit.press("Break or mend security")
    visit.wait("a deed", lambda: "Trail security-audit" in visit.text("dialog[open]"))
    visit.press("Stop it", "[aria-label='Trail security-audit']")
    visit.wait("the trail's end", lambda: "stopped" in visit.text("[aria-label='Trail security-audit']"))
    visit.look("deeds")
    visit.press("Done")
    assert "nothing recorded" in visit.text("#aws tbody tr:first-child")
    alert = visit.message("security (111111111111)", "disabled", "I'm on it")
    visit.press("Reply in thread", alert)
    visit.one("#reply").send_keys("who did this?" + Keys.ENTER)
    visit.wait("the reply", lambda: "who did this?" in visit.text("#replies"))
    visit.look("incident")
    visit.press("Close thread")
    visit.done("a trail that is stopped in the AWS pane becomes an alert, with a thread")


def others(visit):
    visit.press("Wire")
    visit.wait("an acknowledgement", lambda: "acknowledged after" in visit.text("#wire"))
    visit.look("wire")
    visit.done("the wire shows envelopes, their acknowledgements and the calls")
    visit.press("AWS")
    visit.window(1440, 900, "dark")
    visit.look("dark")
    visit.window(390, 844)
    for view in ("Slack", "AWS", "JIRA", "Wire"):
        visit.press(view)
        visit.look(f"narrow-{view.lower()}")
    visit.window(390, 844, "dark")
    visit.press("Slack")
    visit.look("narrow-dark")
    visit.done("light, dark and narrow keep names, contrast and width")


if __name__ == "__main__":
    visit(incident_scenario)
