import Testing

@testable import Measuring

@Suite("The machine")
struct MachineTests {
  @Test("The processor's name is the first in /proc/cpuinfo")
  func processor() {
    let text = "processor\t: 0\nmodel name\t: Some CPU @ 2.50GHz: two\nmodel name\t: Another\n"
    #expect(Machine.processor(in: text) == "Some CPU @ 2.50GHz: two")
  }

  @Test("A processor without a name has none")
  func unnamed() {
    #expect(Machine.processor(in: "processor\t: 0\nBogoMIPS\t: 50.00\n") == nil)
  }
}
