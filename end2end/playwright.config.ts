import { defineConfig } from "@playwright/test";

// The browsers and the server come from `cargo xtask test`: CHROMIUM, FIREFOX and ROWMILL are their programs.
export default defineConfig({
  testDir: "tests",
  outputDir: "test-results",
  // Two processors: a server and a browser keep them busy.
  workers: 1,
  // What hangs ends; no test waits for either to run out.
  timeout: 300_000,
  expect: { timeout: 45_000 },
  reporter: [["list"]],
  forbidOnly: true,
  use: {
    viewport: { width: 1440, height: 900 },
    screenshot: "only-on-failure",
  },
  projects: [
    {
      name: "chromium",
      testIgnore: /firefox\.spec\.ts/,
      use: {
        launchOptions: {
          executablePath: process.env.CHROMIUM,
          args: [
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
          ],
        },
      },
    },
    // The main tour, and what depends on the browser most. Debian's Firefox is driven by WebDriver BiDi.
    {
      name: "firefox",
      testMatch: /firefox\.spec\.ts/,
      // Its first run of a worker was once seen to stall under load: a second try is listed as flaky, and not hidden.
      retries: 1,
      use: { browserName: "firefox", channel: "moz-firefox", launchOptions: { executablePath: process.env.FIREFOX } },
    },
  ],
});
