import ChatOps
import FoundationEssentials

/// Draws overviews with Cairo.
public struct CairoIllustrator: Illustrator {
    public init() {}

    public func picture(of overview: EstateOverview) throws(Refusal) -> Data {
        do throws(PictureError) {
            return try EstateDrawing(overview).png()
        } catch {
            throw Refusal("There is no picture: \(error.description)")
        }
    }
}
