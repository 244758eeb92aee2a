import CCairo
import FoundationEssentials

/// A surface to draw on, in points from its upper left corner.
final class Canvas {
    private let cairo: CairoLibrary
    private let surface: CairoLibrary.Surface
    private let context: CairoLibrary.Context

    init(width: Double, height: Double) throws(PictureError) {
        cairo = try CairoLibrary.load()
        guard let surface = cairo.createImage(CAIRO_FORMAT_ARGB32, Int32(width), Int32(height)) else {
            throw PictureError("There is no memory for a picture.")
        }
        guard cairo.surfaceStatus(surface) == CAIRO_STATUS_SUCCESS, let context = cairo.create(surface) else {
            cairo.destroySurface(surface)
            throw PictureError("A picture of \(Int(width)) by \(Int(height)) points cannot be made.")
        }
        self.surface = surface
        self.context = context
        fill(Box(x: 0, y: 0, width: width, height: height), .paper)
    }

    deinit {
        cairo.destroy(context)
        cairo.destroySurface(surface)
    }

    func fill(_ box: Box, _ color: Color) {
        use(color)
        cairo.rectangle(context, box.x, box.y, box.width, box.height)
        cairo.fill(context)
    }

    func line(_ points: [(x: Double, y: Double)], _ color: Color, width: Double = 1) {
        guard let first = points.first else { return }
        use(color)
        cairo.setLineWidth(context, width)
        cairo.moveTo(context, first.x, first.y)
        for point in points.dropFirst() { cairo.lineTo(context, point.x, point.y) }
        cairo.stroke(context)
    }

    func area(_ points: [(x: Double, y: Double)], _ color: Color) {
        guard let first = points.first else { return }
        use(color)
        cairo.moveTo(context, first.x, first.y)
        for point in points.dropFirst() { cairo.lineTo(context, point.x, point.y) }
        cairo.fill(context)
    }

    func dot(x: Double, y: Double, radius: Double, _ color: Color) {
        use(color)
        cairo.arc(context, x, y, radius, 0, 2 * .pi)
        cairo.fill(context)
    }

    /// What is drawn in `body` shows only inside the box.
    func within(_ box: Box, _ body: () -> Void) {
        cairo.save(context)
        cairo.rectangle(context, box.x, box.y, box.width, box.height)
        cairo.clip(context)
        body()
        cairo.restore(context)
    }

    enum Alignment {
        case left
        case center
        case right
    }

    func text(
        _ text: String, x: Double, y: Double, size: Double = 12, bold: Bool = false, _ color: Color = .ink,
        align: Alignment = .left, angle: Double = 0
    ) {
        use(color)
        cairo.save(context)
        cairo.translate(context, x, y)
        if angle != 0 { cairo.rotate(context, angle) }
        choose(size: size, bold: bold)
        let width = align == .left ? 0 : width(of: text)
        cairo.moveTo(context, align == .right ? -width : align == .center ? -width / 2 : 0, 0)
        cairo.showText(context, text)
        cairo.restore(context)
    }

    /// The text, or as much of it as is not wider than that, and an ellipsis.
    func fitting(_ text: String, width limit: Double, size: Double) -> String {
        choose(size: size, bold: false)
        guard width(of: text) > limit else { return text }
        var cut = text
        while !cut.isEmpty, width(of: cut + "…") > limit { cut.removeLast() }
        return cut + "…"
    }

    /// The text in lines that are not wider than that, broken between words.
    func lines(_ text: String, width limit: Double, size: Double) -> [String] {
        choose(size: size, bold: false)
        var lines: [String] = []
        for word in text.split(separator: " ") {
            if let last = lines.last, width(of: "\(last) \(word)") <= limit {
                lines[lines.count - 1] += " \(word)"
            } else {
                lines.append(fitting(String(word), width: limit, size: size))
            }
        }
        return lines
    }

    private func choose(size: Double, bold: Bool) {
        cairo.selectFont(
            context, "sans-serif", CAIRO_FONT_SLANT_NORMAL, bold ? CAIRO_FONT_WEIGHT_BOLD : CAIRO_FONT_WEIGHT_NORMAL)
        cairo.setFontSize(context, size)
    }

    private func width(of text: String) -> Double {
        var extents = cairo_text_extents_t()
        cairo.measureText(context, text, &extents)
        return extents.x_advance
    }

    private func use(_ color: Color) { cairo.setColor(context, color.red, color.green, color.blue) }

    func png() throws(PictureError) -> Data {
        var bytes: [UInt8] = []
        let status = withUnsafeMutablePointer(to: &bytes) { target in
            cairo.writePNG(
                surface,
                { target, data, count in
                    guard let target, let data else { return CAIRO_STATUS_WRITE_ERROR }
                    target.assumingMemoryBound(to: [UInt8].self).pointee.append(
                        contentsOf: UnsafeBufferPointer(start: data, count: Int(count)))
                    return CAIRO_STATUS_SUCCESS
                }, target)
        }
        guard status == CAIRO_STATUS_SUCCESS else { throw PictureError("The picture could not be written as PNG.") }
        return Data(bytes)
    }
}

struct Box {
    var x: Double
    var y: Double
    var width: Double
    var height: Double
}

/// Colours that people with the common kinds of colour blindness tell apart by their lightness; the patterns do the rest.
struct Color {
    let red: Double
    let green: Double
    let blue: Double

    init(_ hexadecimal: Int) {
        red = Double(hexadecimal >> 16 & 0xFF) / 255
        green = Double(hexadecimal >> 8 & 0xFF) / 255
        blue = Double(hexadecimal & 0xFF) / 255
    }

    static let paper = Color(0xFFFFFF)
    static let ink = Color(0x1D1C1D)
    static let faint = Color(0x616061)
    static let rule = Color(0xDDDDDD)
    static let green = Color(0x8FCFA0)
    static let red = Color(0xC9302C)
    static let amber = Color(0xF2B33D)
    static let grey = Color(0xC8C8CC)
    static let darkAmber = Color(0x8A5A00)
    static let darkGrey = Color(0x6B6B70)
    static let trendArea = Color(0xF6D9D8)
}
