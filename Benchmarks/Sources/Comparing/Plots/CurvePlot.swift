import Measuring

/// Curves over an axis, one for each implementation, with their names at the right.
struct CurvePlot {
  struct Curve {
    var implementation: Implementation
    var points: [(x: Double, y: Double)]
  }

  let title: String
  let horizontal: (title: String, ticks: [(place: Double, label: String)])
  let curves: [Curve]

  private static let area = (left: 70.0, top: 40.0, right: 620.0, bottom: 340.0)

  var svg: String {
    var svg = SVG(width: 820, height: 390)
    let area = Self.area
    let x = horizontalScale
    let y = LogarithmicScale(
      for: curves.flatMap { $0.points.map(\.y) }, from: area.bottom, to: area.top)
    svg.text(title, at: (area.left, 24), isBold: true)
    for tick in y.ticks {
      svg.line((area.left, y.place(tick)), (area.right, y.place(tick)), "#ddd")
      svg.text(Unit.nanoseconds.text(tick), at: (area.left - 6, y.place(tick) + 4), .end)
    }
    for tick in horizontal.ticks {
      svg.line((x(tick.place), area.top), (x(tick.place), area.bottom), "#ddd")
      svg.text(tick.label, at: (x(tick.place), area.bottom + 18), .middle)
    }
    svg.text(horizontal.title, at: ((area.left + area.right) / 2, area.bottom + 38), .middle)
    for curve in curves {
      let places = curve.points.map { (x: x($0.x), y: y.place($0.y)) }
      svg.path(places, curve.implementation.colour, isDashed: curve.implementation.role != .ours)
      if places.count < 20 {
        for place in places { svg.dot(place, curve.implementation.colour) }
      }
    }
    for (place, curve) in labels(y) {
      svg.text(
        curve.implementation.title, at: (area.right + 12, place + 4), colour: curve.implementation.colour)
    }
    return svg.document
  }

  /// Evenly spaced: who draws decides what the places stand for.
  private var horizontalScale: (Double) -> Double {
    let places = curves.flatMap { $0.points.map(\.x) } + horizontal.ticks.map(\.place)
    let (least, greatest) = (places.min() ?? 0, places.max() ?? 1)
    return { place in
      Self.area.left + 10 + (place - least) / max(greatest - least, .ulpOfOne)
        * (Self.area.right - Self.area.left - 20)
    }
  }

  /// The names beside the ends of their curves, pushed apart where they would cover each other.
  private func labels(_ y: LogarithmicScale) -> [(place: Double, curve: Curve)] {
    let sorted = curves.compactMap { curve in curve.points.last.map { (y.place($0.y), curve) } }
      .sorted { $0.0 < $1.0 }
    var places: [Double] = []
    for (place, _) in sorted {
      places.append(max(place, (places.last ?? -100) + 15))
    }
    // What was pushed below the area goes up again.
    var lowest = Self.area.bottom
    for index in places.indices.reversed() {
      places[index] = min(places[index], lowest)
      lowest = places[index] - 15
    }
    return zip(places, sorted.map(\.1)).map { ($0, $1) }
  }
}
