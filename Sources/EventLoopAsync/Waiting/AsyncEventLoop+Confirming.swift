internal import EventLoopAPI

/// A registration is kept from wait to wait, without a call of the kernel. But if the descriptor was closed
/// without `forget`, the registration went with it: a wait for the number's next owner would never end.
///
/// To ask the kernel about every wait would cost as much as to change the interest each time. So it is asked
/// about those that are left when there is nothing else to do. Nothing is asked about an ``AsyncSocket`` that
/// has waited before, as no number of such a socket is anybody else's meanwhile.
extension AsyncEventLoop where Loop: ~Copyable {
  /// Notes that a wait relies on a registration from before.
  func confirmLater(_ index: Int) {
    guard !watches[index].isUnconfirmed else { return }
    watches[index].isUnconfirmed = true
    unconfirmed.append(CInt(index))
  }

  /// Asks the kernel about the registrations that waits rely on, and watches anew what it does not know.
  ///
  /// It comes when no batch is read, since there a loop need not tell the kernel of an interest that stays.
  func confirm() {
    for descriptor in unconfirmed {
      let index = Int(descriptor)
      watches[index].isUnconfirmed = false
      guard !watches[index].awaited.isEmpty, let token = watches[index].token else { continue }
      if !change(token, at: index, to: watches[index].interest) { watchAnew(index) }
    }
    unconfirmed.removeAll(keepingCapacity: true)
  }
}
