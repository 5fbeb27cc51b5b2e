internal import EpollModel

extension ModelExecution {
  /// A word for the state: the same for two executions of which one is the other with its names, descriptors
  /// and tokens renamed, and another for others.
  ///
  /// Equal next steps, with time counted from now, lead to equal outcomes and to states that are equal again,
  /// except that the order of descriptors is seen only once some are closed. It is the same on every machine
  /// and in every run. What was seen so far is no part of it.
  var fingerprint: UInt64 {
    var graph = ExecutionGraph(kernel)
    graph.add(objects)
    for place in loops.indices { graph.add(loops[place]) }
    // Not before all names are known.
    for place in loops.indices {
      for indices in loops[place].onDelivery.values { graph.add(indices.map { steps[$0] }) }
    }
    graph.add(meanwhile.map { steps[$0] })
    return isInterrupted ? ~graph.fingerprint : graph.fingerprint
  }
}
