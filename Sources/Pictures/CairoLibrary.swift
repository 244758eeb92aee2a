import CCairo

/// Cairo, loaded when the first picture is drawn: it and the libraries beneath it would cost an idle bot two megabytes.
/// https://www.cairographics.org/manual/
struct CairoLibrary: @unchecked Sendable {  // Function pointers, which never change.
    typealias Context = OpaquePointer
    typealias Surface = OpaquePointer

    let createImage: @convention(c) (cairo_format_t, Int32, Int32) -> Surface?
    let surfaceStatus: @convention(c) (Surface?) -> cairo_status_t
    let writePNG:
        @convention(c) (
            Surface?, @convention(c) (UnsafeMutableRawPointer?, UnsafePointer<UInt8>?, UInt32) -> cairo_status_t,
            UnsafeMutableRawPointer?
        ) -> cairo_status_t
    let destroySurface: @convention(c) (Surface?) -> Void
    let create: @convention(c) (Surface?) -> Context?
    let destroy: @convention(c) (Context?) -> Void
    let setColor: @convention(c) (Context?, Double, Double, Double) -> Void
    let rectangle: @convention(c) (Context?, Double, Double, Double, Double) -> Void
    let moveTo: @convention(c) (Context?, Double, Double) -> Void
    let lineTo: @convention(c) (Context?, Double, Double) -> Void
    let arc: @convention(c) (Context?, Double, Double, Double, Double, Double) -> Void
    let fill: @convention(c) (Context?) -> Void
    let stroke: @convention(c) (Context?) -> Void
    let setLineWidth: @convention(c) (Context?, Double) -> Void
    let save: @convention(c) (Context?) -> Void
    let restore: @convention(c) (Context?) -> Void
    let clip: @convention(c) (Context?) -> Void
    let rotate: @convention(c) (Context?, Double) -> Void
    let translate: @convention(c) (Context?, Double, Double) -> Void
    let selectFont: @convention(c) (Context?, UnsafePointer<CChar>, cairo_font_slant_t, cairo_font_weight_t) -> Void
    let setFontSize: @convention(c) (Context?, Double) -> Void
    let showText: @convention(c) (Context?, UnsafePointer<CChar>) -> Void
    let measureText: @convention(c) (Context?, UnsafePointer<CChar>, UnsafeMutablePointer<cairo_text_extents_t>) -> Void

    /// Loaded once; a failure is not remembered, for somebody may install it.
    static func load() throws(PictureError) -> CairoLibrary {
        guard let handle = dlopen("libcairo.so.2", RTLD_NOW | RTLD_LOCAL) else {
            throw PictureError("Pictures need the library Cairo (Debian's package libcairo2), which is not installed.")
        }
        return try CairoLibrary(handle)
    }

    private init(_ handle: UnsafeMutableRawPointer) throws(PictureError) {
        func symbol<Function>(_ name: String) throws(PictureError) -> Function {
            guard let address = dlsym(handle, "cairo_" + name) else {
                throw PictureError("The library Cairo has no cairo_\(name).")
            }
            return unsafeBitCast(address, to: Function.self)
        }
        createImage = try symbol("image_surface_create")
        surfaceStatus = try symbol("surface_status")
        writePNG = try symbol("surface_write_to_png_stream")
        destroySurface = try symbol("surface_destroy")
        create = try symbol("create")
        destroy = try symbol("destroy")
        setColor = try symbol("set_source_rgb")
        rectangle = try symbol("rectangle")
        moveTo = try symbol("move_to")
        lineTo = try symbol("line_to")
        arc = try symbol("arc")
        fill = try symbol("fill")
        stroke = try symbol("stroke")
        setLineWidth = try symbol("set_line_width")
        save = try symbol("save")
        restore = try symbol("restore")
        clip = try symbol("clip")
        rotate = try symbol("rotate")
        translate = try symbol("translate")
        selectFont = try symbol("select_font_face")
        setFontSize = try symbol("set_font_size")
        showText = try symbol("show_text")
        measureText = try symbol("text_extents")
    }
}

/// Why there is no picture, as a sentence for a person.
struct PictureError: Error, Hashable, Sendable, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}
