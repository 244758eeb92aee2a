import ChatOps
import CloudTrailCore
import FoundationEssentials

/// Where everything of an estate's picture stands.
struct EstateDrawing {
    private static let margin = 24.0
    private static let leastNames = 240.0
    private static let mostNames = 380.0
    private static let cell = (width: 34.0, height: 20.0)
    private static let regionLabels = 108.0
    private static let trendHeight = 150.0
    private static let line = 18.0

    private let picture: EstateOverview
    private let width: Double
    private let names: Double
    private let subtitle: [String]
    private let remark: [String]
    private let gridTop: Double
    private let gridBottom: Double
    private let height: Double

    init(_ picture: EstateOverview) throws(PictureError) {
        self.picture = picture
        // Where no region was ever seen each row has one cell, which says so.
        let cells = Double(max(picture.regions.count, 1)) * Self.cell.width
        width = max(Self.leastNames + cells + Self.margin * 2 + 60, 720)
        names = min(width - cells - Self.margin * 2 - 60, Self.mostNames)
        let ruler = try Canvas(width: 1, height: 1)
        subtitle = ruler.lines(picture.subtitle, width: width - Self.margin * 2, size: 13)
        remark = ruler.lines(picture.remark, width: width - Self.margin * 2, size: 12)
        gridTop =
            Self.margin + 46 + Double(subtitle.count) * Self.line
            + (picture.regions.isEmpty ? 12 : Self.regionLabels)
        let remarkHeight = remark.isEmpty ? 0 : Double(remark.count) * Self.line + 4
        gridBottom = gridTop + Double(picture.rows.count) * Self.cell.height + remarkHeight
        height = gridBottom + 40 + (picture.trend.isEmpty ? 0 : Self.trendHeight + 60) + Self.margin
    }

    func png() throws(PictureError) -> Data {
        let canvas = try Canvas(width: width, height: height)
        drawHead(on: canvas)
        drawGrid(on: canvas)
        drawLegend(on: canvas)
        if !picture.trend.isEmpty { drawTrend(on: canvas) }
        return try canvas.png()
    }

    private func drawHead(on canvas: Canvas) {
        canvas.text(picture.title, x: Self.margin, y: Self.margin + 18, size: 20, bold: true)
        for (number, words) in subtitle.enumerated() {
            canvas.text(words, x: Self.margin, y: Self.margin + 42 + Double(number) * Self.line, size: 13, .faint)
        }
    }

    private func drawGrid(on canvas: Canvas) {
        let left = Self.margin + names
        for (index, region) in picture.regions.enumerated() {
            let x = left + (Double(index) + 0.6) * Self.cell.width
            canvas.text(region.rawValue, x: x, y: gridTop - 8, size: 12, angle: -.pi / 3.2)
        }
        for (number, row) in picture.rows.enumerated() {
            let y = gridTop + Double(number) * Self.cell.height
            let name = fittingTitle(of: row.account, on: canvas)
            canvas.text(name, x: left - 10, y: y + 14, size: 12, align: .right)
            let conditions = picture.regions.isEmpty ? [.unknown] : row.conditions
            for (index, condition) in conditions.enumerated() {
                let box = Box(
                    x: left + Double(index) * Self.cell.width + 1, y: y + 1, width: Self.cell.width - 2,
                    height: Self.cell.height - 2)
                drawCell(condition, in: box, on: canvas)
            }
        }
        for (number, words) in remark.reversed().enumerated() {
            canvas.text(words, x: Self.margin, y: gridBottom - 6 - Double(number) * Self.line, size: 12, .faint)
        }
    }

    /// A long name is cut, and the id stays.
    private func fittingTitle(of account: Account, on canvas: Canvas) -> String {
        guard let name = account.name else { return account.id.rawValue }
        return canvas.fitting(name, width: names - 120, size: 12) + " (\(account.id))"
    }

    /// Each condition has a colour and a pattern of its own, so that neither has to be seen.
    private func drawCell(_ condition: EstateOverview.Condition?, in box: Box, on canvas: Canvas) {
        let (middleX, middleY) = (box.x + box.width / 2, box.y + box.height / 2)
        switch condition {
        case nil:
            canvas.line([(middleX - 3, middleY), (middleX + 3, middleY)], .rule)
        case .healthy: canvas.fill(box, .green)
        case .broken:
            canvas.fill(box, .red)
            let (dx, dy) = (box.height / 2 - 4, box.height / 2 - 4)
            canvas.line([(middleX - dx, middleY - dy), (middleX + dx, middleY + dy)], .paper, width: 2.5)
            canvas.line([(middleX - dx, middleY + dy), (middleX + dx, middleY - dy)], .paper, width: 2.5)
        case .tolerated:
            canvas.fill(box, .amber)
            canvas.within(box) {
                for offset in stride(from: -box.height, to: box.width, by: 8) {
                    canvas.line(
                        [(box.x + offset, box.y + box.height), (box.x + offset + box.height, box.y)], .darkAmber,
                        width: 1.5)
                }
            }
        case .unknown:
            canvas.fill(box, .grey)
            for step in [-8.0, 0, 8] { canvas.dot(x: middleX + step, y: middleY, radius: 2, .darkGrey) }
        }
    }

    private func drawLegend(on canvas: Canvas) {
        let y = gridBottom + 12
        var x = Self.margin
        for (condition, words) in [
            (EstateOverview.Condition.healthy, "healthy"), (.broken, "in trouble"),
            (.tolerated, "accepted, snoozed or minor"), (.unknown, "could not be checked"),
        ] {
            drawCell(condition, in: Box(x: x, y: y, width: 30, height: 18), on: canvas)
            canvas.text(words, x: x + 38, y: y + 13, size: 12)
            x += 38 + Double(words.count) * 6.6 + 24
        }
    }

    private func drawTrend(on canvas: Canvas) {
        let box = Box(
            x: Self.margin + 44, y: gridBottom + 88, width: width - Self.margin * 2 - 60, height: Self.trendHeight - 20)
        canvas.text("Open issues, day by day", x: Self.margin, y: box.y - 20, size: 14, bold: true)
        let top = Self.roundTop(picture.trend.map(\.open).max() ?? 0)
        for step in 0...4 where top * step % 4 == 0 {
            let y = box.y + box.height * (1 - Double(step) / 4)
            canvas.line([(box.x, y), (box.x + box.width, y)], .rule)
            canvas.text("\(top * step / 4)", x: box.x - 8, y: y + 4, size: 11, .faint, align: .right)
        }
        let span = Double(max(picture.trend.count - 1, 1))
        let points = picture.trend.enumerated().map { index, day in
            (x: box.x + box.width * Double(index) / span, y: box.y + box.height * (1 - Double(day.open) / Double(top)))
        }
        let bottom = box.y + box.height
        canvas.area([(points[0].x, bottom)] + points + [(points[points.count - 1].x, bottom)], .trendArea)
        canvas.line(points, .red, width: 2)
        for (index, day) in picture.trend.enumerated() {
            let isLast = index == picture.trend.count - 1
            if isLast { canvas.dot(x: points[index].x, y: points[index].y, radius: 3.5, .red) }
            guard isLast || index % 7 == 0 && picture.trend.count - index > 3 else { continue }
            canvas.text(day.label, x: points[index].x, y: bottom + 18, size: 11, .faint, align: .center)
        }
        if let last = picture.trend.last, let point = points.last {
            canvas.text("\(last.open)", x: point.x + 8, y: point.y + 4, size: 13, bold: true, .red)
        }
    }

    /// A round number, at least as large and divisible by four where it can be.
    private static func roundTop(_ value: Int) -> Int {
        var unit = 4
        while unit * 10 < value { unit *= 10 }
        return max((value + unit - 1) / unit * unit, 4)
    }
}
