/// The place in a batch up to which its readiness is read, in memory that the loop shares with its state.
///
/// Safety: `next` is in memory that ends with a mark, which nobody moves it beyond; both live as long as the
/// state, which the loop owns. The loop's calls exclude each other.
@usableFromInline
struct ReadyCursor: BitwiseCopyable {
  @usableFromInline var next: UnsafeMutablePointer<ReadyEntry>
}
