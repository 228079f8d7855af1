import { defineConfig } from "@playwright/test";

// The browser and the server come from `cargo xtask test`: CHROMIUM and ROWMILL are their programs.
export default defineConfig({
  testDir: "tests",
  outputDir: "test-results",
  // Two processors: a server and a browser keep them busy.
  workers: 1,
  timeout: 120_000,
  expect: { timeout: 15_000 },
  reporter: [["list"]],
  forbidOnly: true,
  use: {
    viewport: { width: 1440, height: 900 },
    screenshot: "only-on-failure",
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
});
