"""The widgets that every page is built of. Each module's docstring shows its use.

=================  ==========================================================================================
`card`             `Card(title, subtitle)`: a titled panel; `body` is its layout; `add_header_widget`
`key_figure`       `KeyFigureTile(label)`: one figure, clickable
`status_chip`      `StatusChip(text, role)`: status in words, shape and colour (`asc_desktop.ui.chip` draws one)
`callout`          `Callout(text, kind, heading)`: a notice inside a page
`empty_state`      `EmptyState(icon, heading, sentence)`: what to do first
`navigation`       `NavigationRail`: the pages, at the left
`page_header`      `PageHeader(title, subtitle)`: a page's name and its controls
`segmented`        `SegmentedControl(options)`: one of a few
`flow_layout`      `FlowLayout`: left to right, then the next row
`labels`           `make_label(text, role)`, `ElidedLabel(text)`
`table`, `form`    the one table and the one form, with what belongs to each
=================  ==========================================================================================

They take their colours from `asc_desktop.ui.theme.current_palette` when they paint, so a change of theme needs no care.
"""
