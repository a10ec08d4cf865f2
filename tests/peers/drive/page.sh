# peer: [Chromium](https://www.chromium.org/), with [axe-core](https://github.com/dequelabs/axe-core) in it
# runs: the page of `checkprov series --format html`, with hostile names in it, on 375 and 1280 pixels, light and dark, with scripts and without
debian chromium chromium
npm_package puppeteer-core
npm_package axe-core
version "$(chromium --version), axe-core $(sed -n 's/^  "version": "\(.*\)".*/\1/p' "$node/node_modules/axe-core/package.json")"
{ checkprov series --format html --link "https://lore.example.org/list/{message-id}/" \
    "$CHECKPROV_ROOT/tests/data/two-versions.mbox" || true; } >page.html
cat >look.mjs <<EOF
import { createRequire } from "node:module";
const need = createRequire("$node/package.json");
const puppeteer = need("puppeteer-core");
const browser = await puppeteer.launch({ executablePath: "$(command -v chromium)", args: ["--no-sandbox"] });
const faults = [];
for (const width of [375, 1280]) for (const scheme of ["light", "dark"]) {
    const page = await browser.newPage();
    page.on("console", (said) => faults.push("console: " + said.text()));
    page.on("dialog", (dialog) => { faults.push("dialog: " + dialog.message()); dialog.dismiss(); });
    page.on("request", (asked) => { if (!asked.url().startsWith("file:")) faults.push("asks for " + asked.url()); });
    await page.setViewport({ width, height: 900 });
    await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
    await page.goto("file://$PWD/page.html");
    const seen = await page.evaluate(() => ({
        text: document.body.innerText, wide: document.documentElement.scrollWidth,
        scripts: document.scripts.length, images: document.images.length,
        table: document.querySelector("table.series").innerText,
        styled: getComputedStyle(document.querySelector("table")).borderCollapse,
    }));
    if (!seen.text.includes("util: fix </script><script>alert(1)</script>")) faults.push("the hostile title is not shown");
    if (seen.wide > width) faults.push("wider than " + width + ": " + seen.wide);
    if (seen.scripts !== 1 || seen.images !== 0) faults.push("there is another script, or an image");
    if (seen.styled !== "collapse") faults.push("the style does not hold");
    // A link of the table opens its series.
    await page.click('a[href="#s1"]');
    if (!(await page.\$eval("#s1", (series) => series.closest("details").open))) faults.push("a link does not open its series");
    // The keyboard sorts by the column of the verdict, and back.
    const verdicts = () => page.\$\$eval("table.series tbody tr:not([hidden]) td:first-child", (cells) => cells.map((cell) => cell.innerText));
    const is = async (what, expected) => {
        const found = (await verdicts()).join(" ");
        if (found !== expected) faults.push(what + ": " + found);
    };
    await is("as they come", "error ok error");
    await page.focus("table.series th button");
    await page.keyboard.press("Enter");
    await is("the worst first", "error error ok");
    await page.keyboard.press("Space");
    await is("the best first", "ok error error");
    const sorted = await page.\$eval("table.series th", (head) => head.getAttribute("aria-sort"));
    if (sorted !== "descending") faults.push("a reader of the screen is told " + sorted);
    await page.type("input[type=search]", "ADA");
    await is("found", "ok error");
    await page.click("input[value=ok]");
    await is("errors that were found", "error");
    const said = await page.\$eval("[role=status]", (status) => status.innerText);
    if (said !== "1 of 3 series") faults.push("it says " + said);
    await page.close();
    // Without scripts the page reads the same, and has no control that does nothing.
    const still = await browser.newPage();
    await still.setJavaScriptEnabled(false);
    await still.setViewport({ width, height: 900 });
    await still.goto("file://$PWD/page.html");
    const without = await still.evaluate(() => ({
        table: document.querySelector("table.series").innerText,
        controls: document.querySelectorAll("button, input, select").length,
    }));
    if (without.table !== seen.table || without.controls) faults.push("without scripts it reads another way");
    await still.close();
    // axe is a script, which the page does not take.
    const read = await browser.newPage();
    await read.setBypassCSP(true);
    await read.setViewport({ width, height: 900 });
    await read.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
    await read.goto("file://$PWD/page.html");
    await read.evaluate(() => {
        document.querySelectorAll("details").forEach((each) => { each.open = true; });
        document.querySelector("table.series button").click();
    });
    await read.addScriptTag({ path: "$node/node_modules/axe-core/axe.min.js" });
    const { violations } = await read.evaluate(() => axe.run());
    violations.forEach((each) => faults.push("axe: " + each.id + ": " + each.nodes.map((node) => node.html).join(" ")));
    await read.close();
}
await browser.close();
faults.forEach((fault) => console.log(fault));
process.exit(faults.length);
EOF
ends 0 node look.mjs
result "hostile names are text, nothing is asked for, nothing on the console, the keyboard sorts and finds, without scripts the page reads the same, axe finds nothing"
