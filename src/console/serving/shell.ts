import { createHash } from 'node:crypto';

/** The only inline script, which is why the content security policy names its digest. */
const IMPORT_MAP = JSON.stringify({
  imports: { 'lit-html': '/assets/lit/lit-html.js', 'lit-html/': '/assets/lit/', uplot: '/assets/uplot' },
});

const ICON = encodeURIComponent(
  "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'><path d='M2 3h12v2H2zm2 4h8v2H4zm2 4h4v2H6z' fill='#0b7a75'/></svg>",
);

/** The same for everyone: what the page shows, it asks for. */
export const SHELL = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Sluice</title>
<link rel="icon" href="data:image/svg+xml,${ICON}">
<link rel="stylesheet" href="/assets/uplot.css">
<link rel="stylesheet" href="/assets/page.css">
<script type="importmap">${IMPORT_MAP}</script>
<script type="module" src="/assets/page/main"></script>
</head>
<body>
<noscript>The console needs JavaScript. \`sluice status\` and the commands on keys show the same in a terminal.</noscript>
<div id="console"></div>
</body>
</html>
`;

/** Goes on to the page itself, so that the token leaves the address bar and the history. */
export const ENTRANCE = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta http-equiv="refresh" content="0;url=/"><link rel="icon" href="data:,">
<title>Sluice</title></head>
<body><a href="/">Open the console</a></body>
</html>
`;

const digest = createHash('sha256').update(IMPORT_MAP).digest('base64');

export const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  `script-src 'self' 'sha256-${digest}'`,
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');
