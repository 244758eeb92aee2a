"""A person with a browser: what is there, what one does, what is kept."""
import os
import pathlib
import sys

from selenium import webdriver
from selenium.common.exceptions import StaleElementReferenceException
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import Select, WebDriverWait

ACCESSIBLE = (pathlib.Path(__file__).parent / "accessible.js").read_text()
PATIENCE = 60

# Everything is on this machine: a proxy, as another test sets one, has no part in it.
for variable in [name for name in os.environ if name.lower().endswith("_proxy")]:
    del os.environ[variable]


class Visit:
    def __init__(self, address, pictures):
        self.address, self.pictures = address, pathlib.Path(pictures)
        self.pictures.mkdir(parents=True, exist_ok=True)
        options = Options()
        options.binary_location = "/usr/bin/chromium"
        for argument in ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
                         "--disable-background-networking", "--no-first-run", "--lang=en-US"):
            options.add_argument(argument)
        options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
        self.browser = webdriver.Chrome(options=options, service=Service("/usr/bin/chromedriver"))
        self.window(1440, 900)

    def window(self, width, height, scheme="light"):
        self.browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", {
            "width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600})
        self.browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {
            "features": [{"name": "prefers-color-scheme", "value": scheme}]})

    # What is there

    def wait(self, what, condition):
        return WebDriverWait(self.browser, PATIENCE, poll_frequency=0.1).until(lambda _: condition(), f"{what} did not come")

    def find(self, selector, within=None):
        return (within or self.browser).find_elements(By.CSS_SELECTOR, selector)

    def one(self, selector, within=None):
        return self.wait(selector, lambda: next(iter(self.find(selector, within)), None))

    def text(self, selector):
        return self.browser.execute_script("return document.querySelector(arguments[0])?.innerText ?? ''", selector)

    def message(self, *words):
        """The latest message in sight that has all the words."""
        script = """return [...document.querySelectorAll('#messages > li')].reverse()
            .find((item) => arguments[0].every((word) => item.innerText.includes(word))) ?? null"""
        return self.wait(f"a message with {words}", lambda: self.browser.execute_script(script, list(words)))

    def focused(self):
        return self.browser.execute_script("return document.activeElement.innerText || document.activeElement.id")

    # What one does

    def press(self, label, within=None):
        script = """return [...(arguments[1] ?? document).querySelectorAll('button, summary')]
            .find((one) => one.checkVisibility() && (one.innerText.trim() === arguments[0] || one.ariaLabel === arguments[0])) ?? null"""
        self.click(f"a button {label}", lambda: self.browser.execute_script(
            script, label, self.one(within) if isinstance(within, str) else within))

    def click(self, what, find):
        """Finds it again where it was replaced in the meantime."""
        def clicked():
            try:
                element = find()
                if element is None:
                    return False
                self.browser.execute_script("arguments[0].scrollIntoView({block: 'center'})", element)
                element.click()
                return True
            except StaleElementReferenceException:
                return False

        self.wait(what, clicked)

    def choose(self, option, number, *words):
        """Chooses from the list of that number of a message, found again where the message was drawn anew in the meantime."""
        def chosen():
            try:
                Select(self.find("select", self.message(*words))[number]).select_by_visible_text(option)
                return True
            except (StaleElementReferenceException, IndexError):
                return False

        self.wait(option, chosen)

    def go(self, place):
        script = """return [...document.querySelectorAll('#places button')]
            .find((one) => one.innerText.startsWith(arguments[0])) ?? null"""
        self.click(place, lambda: self.browser.execute_script(script, place))

    def become(self, person):
        Select(self.one("#me")).select_by_value(f"U0{person.upper()}")

    def say(self, text):
        self.one("#entry").send_keys(text + Keys.ENTER)
        self.wait("an empty box", lambda: self.one("#entry").get_attribute("value") == "")

    # What is kept

    def look(self, name):
        """A picture, and nothing wrong for those who do not see it."""
        problems = self.browser.execute_script(ACCESSIBLE)
        self.browser.save_screenshot(str(self.pictures / f"{name}.png"))
        assert not problems, f"{name}: " + "; ".join(problems)

    def done(self, sentence):
        print(sentence, flush=True)

    def silence(self):
        """Nothing was written on the browser's console."""
        console = self.browser.get_log("browser")
        assert not console, console
        self.done("nothing on the console")


def visit(walk):
    """Runs `walk(visit)` at the address and with the directory for pictures that are the program's arguments."""
    visit = Visit(*sys.argv[1:])
    try:
        walk(visit)
    except BaseException:
        visit.browser.save_screenshot(str(visit.pictures / f"failed-{walk.__name__}.png"))
        print(visit.browser.get_log("browser"), file=sys.stderr)
        raise
    finally:
        visit.browser.quit()
