import { REPORT_STYLE } from "./report-style.js";

/** A page that needs nothing else: no script, no font, no picture from elsewhere. All arguments are HTML. */
export function renderPage(title: string, heading: string, subject: string, sections: string): string {
	return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<style>${REPORT_STYLE}</style>
</head>
<body>
<main>
<header>
<h1>${heading}</h1>
<p class="subject">${subject}</p>
</header>
${sections}
</main>
</body>
</html>
`;
}
