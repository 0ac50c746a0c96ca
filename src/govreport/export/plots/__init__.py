"""Charts of figures: what is drawn, and drawn as SVG, by plotly, or as a picture for print."""
