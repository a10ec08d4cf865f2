# peer: [Chromium](https://www.chromium.org/), with [axe-core](https://github.com/dequelabs/axe-core) in it
# runs: the page of `checkprov series --format html`, with hostile names in it, on 375 and 1280 pixels, light and dark
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
        styled: getComputedStyle(document.querySelector("table")).borderCollapse,
    }));
    if (!seen.text.includes("util: fix </script><script>alert(1)</script>")) faults.push("the hostile title is not shown");
    if (seen.wide > width) faults.push("wider than " + width + ": " + seen.wide);
    if (seen.scripts + seen.images !== 0) faults.push("there is a script or an image");
    if (seen.styled !== "collapse") faults.push("the style does not hold");
    // A link of the table opens its series.
    await page.click('a[href="#s1"]');
    if (!(await page.\$eval("details", (details) => details.open))) faults.push("a link does not open its series");
    await page.close();
    // axe is a script, which the page does not take.
    const read = await browser.newPage();
    await read.setBypassCSP(true);
    await read.setViewport({ width, height: 900 });
    await read.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
    await read.goto("file://$PWD/page.html");
    await read.evaluate(() => document.querySelectorAll("details").forEach((each) => { each.open = true; }));
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
result "hostile names are text, nothing is asked for, nothing on the console, axe finds nothing"
