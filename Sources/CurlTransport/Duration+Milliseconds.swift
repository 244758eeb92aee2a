extension Duration {
    /// As curl counts time: at least one millisecond, because 0 means "for ever" there, and at most what fits.
    var roundedUpMilliseconds: Int {
        let milliseconds = (self / .milliseconds(1)).rounded(.up)
        return Int(min(max(milliseconds, 1), Double(Int32.max)))
    }
}
