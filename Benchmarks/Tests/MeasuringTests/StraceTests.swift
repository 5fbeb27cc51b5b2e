import Testing

@testable import Measuring

@Suite("Counts of system calls")
struct StraceTests {
  @Test("The count is read from the summary's last line, with errors and without")
  func reads() {
    let rows = """
      % time     seconds  usecs/call     calls    errors syscall
      ------ ----------- ----------- --------- --------- ----------------
       51.30    0.001970           1      1206           write
      ------ ----------- ----------- --------- --------- ----------------
      100.00    0.003840           1      2466
      """
    #expect(Strace.calls(inReport: rows + "         5 total\n") == 2466)
    #expect(Strace.calls(inReport: rows + "           total\n") == 2466)
  }

  @Test("A report without a summary has no count")
  func refuses() {
    #expect(Strace.calls(inReport: "") == nil)
    #expect(Strace.calls(inReport: "strace: exec: Permission denied") == nil)
  }
}
