/// The part of a model's journal that one step has led to, and the run before and after it.
struct JournalSpan {
  /// The step, from 0.
  var step: Int

  /// The entries, among them those of steps that were done in this one.
  var entries: Range<Int>

  var before: ModelExecution
  var after: ModelExecution
}
