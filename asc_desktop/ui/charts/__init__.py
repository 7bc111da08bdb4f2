"""Charts that answer to the mouse and the keyboard, and that say the same in a table.

    chart = Chart()
    chart.segment_activated.connect(list_projects)     # object: the key of the Point that was clicked
    chart.set_data(stack_data)
    card.body.addWidget(chart)
    card.add_header_widget(chart.menu_button())        # copy, save, show as table

What to draw is a frozen structure of `data`, with every figure already formatted; a chart does no arithmetic
but the length of its bars. Each kind of chart is a pure function from that structure and a size to a list of
marks (`marks`), so the screen, the clipboard, PNG, SVG and the tests all see the same thing.

    data          StackData, BridgeData, LineData, VarianceData, HeatMapData; Series, Point; money_axis, count_axis
    chart         Chart, which draws any of them, and draw_charts_now; offers, its menu and pictures
    layouts       which layout draws which data; bars, bridge, lines, variance, heat_map and scale hold them
    timeline_chart  TimelineChart, which also scrolls and zooms
    picture       PNG, SVG and the clipboard; table_view, the same figures as a table
    canvas        the only module that imports pyqtgraph (and with it numpy); loaded in a thread after the first paint
"""
