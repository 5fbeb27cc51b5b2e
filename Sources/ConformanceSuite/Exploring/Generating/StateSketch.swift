internal import Foundation

/// About how many different states were seen, in a form that adds up: the union of two sketches is the sketch
/// of the union.
///
/// It is a HyperLogLog (Flajolet et al. 2007) of 4096 registers: a standard error of 1.6 percent, less for
/// few.
struct StateSketch: Hashable, Sendable {
  private static let indexBits = 12

  /// What a register is when all bits that it is about were zero.
  private static let greatest = UInt8(64 - indexBits + 1)

  /// For each part of the states the longest run of zero bits that was seen, and one.
  private(set) var registers = [UInt8](repeating: 0, count: 1 << indexBits)

  init() {}

  /// Notes a state by a number that is as good as random.
  mutating func insert(_ hash: UInt64) {
    let index = Int(hash >> (64 - Self.indexBits))
    let rank = UInt8(((hash << Self.indexBits) | 1 << (Self.indexBits - 1)).leadingZeroBitCount + 1)
    if rank > registers[index] { registers[index] = rank }
  }

  mutating func formUnion(_ other: StateSketch) {
    for index in registers.indices { registers[index] = max(registers[index], other.registers[index]) }
  }

  /// About how many states were noted.
  var count: Int {
    let size = Double(registers.count)
    var sum = 0.0
    for register in registers { sum += 1 / Double(UInt64(1) << UInt64(register)) }
    let estimate = 0.7213 / (1 + 1.079 / size) * size * size / sum
    let empty = registers.count { $0 == 0 }
    guard estimate <= 2.5 * size, empty > 0 else {
      // Registers that were read from a file may say more than there can be.
      return Int(exactly: estimate.rounded()) ?? .max
    }
    // Few states are counted better by the registers that none has reached.
    return Int((size * -log(Double(empty) / size)).rounded())
  }
}

extension StateSketch: Codable {
  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    let registers = text.utf8.map { $0 &- 48 }
    guard registers.count == self.registers.count, registers.allSatisfy({ $0 <= Self.greatest }) else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "a sketch of states has \(self.registers.count) registers")
    }
    self.registers = registers
  }

  /// One character for each register, from `0` on.
  func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(String(decoding: registers.map { $0 + 48 }, as: UTF8.self))
  }
}
