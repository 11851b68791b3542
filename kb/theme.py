"""The colours of the pages, as Streamlit's options; the browser's setting chooses light or dark."""

THEME = {
    "theme.font": "sans-serif",
    "theme.codeFont": "sans-serif",  # what is shown as code is text to copy
    "theme.codeFontSize": "14",
    "theme.baseFontSize": "15",
    "theme.baseRadius": "6px",
    "theme.headingFontSizes": "1.6rem,1.3rem,1.15rem,1.05rem,1rem,1rem",
    "theme.showWidgetBorder": "true",
    "theme.light.primaryColor": "#1f5f8b",
    "theme.light.backgroundColor": "#ffffff",
    "theme.light.secondaryBackgroundColor": "#f2f5f8",
    "theme.light.textColor": "#1b2530",
    "theme.light.borderColor": "#d5dde4",
    "theme.light.sidebar.backgroundColor": "#f2f5f8",
    "theme.dark.primaryColor": "#6db3e3",
    "theme.dark.backgroundColor": "#14191f",
    "theme.dark.secondaryBackgroundColor": "#1e262e",
    "theme.dark.textColor": "#e4e9ee",
    "theme.dark.borderColor": "#36424d",
    "theme.dark.sidebar.backgroundColor": "#1a2129",
}
