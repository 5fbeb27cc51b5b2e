extension ModelKernel {
  /// Delivers what is ready, up to a maximum.
  ///
  /// Source: `ep_send_events`.
  ///
  /// Level-triggered items go back to the tail. What did not fit stays at the head, in its order.
  mutating func send(_ instance: Place, _ maximum: Int, _ events: inout [ModelEvent]) {
    statistics.waits += 1
    let touchedBefore = statistics.itemsTouched
    var left = instances[instance].readyCount
    while left > 0, events.count < maximum {
      left -= 1
      statistics.itemsTouched += 1
      let item = instances[instance].firstReady
      unlist(item)
      let mask = maskToDeliver(item)
      if mask.isEmpty {
        cover(.staleDropped)
        note(item) { .dropped($0) }
        continue
      }
      events.append(ModelEvent(mask, data: items[item].data))
      note(item) { .delivered($0, mask: mask) }
      coverDelivery(of: mask)
      settle(item)
    }
    if left > 0 { cover(.batchFull) }
    statistics.lastItemsTouched = statistics.itemsTouched - touchedBefore
    endScan(instance)
  }

  /// What to say of an item that is on the ready list; nothing if it is not ready any more.
  private mutating func maskToDeliver(_ item: Place) -> EventMask {
    guard rules.contains(.repollAtDelivery) else { return items[item].said }
    let mask = pollItem(item)
    note(item) { .polled($0, mask: mask) }
    return mask
  }

  /// What becomes of an item that was delivered.
  private mutating func settle(_ item: Place) {
    let events = items[item].events
    if events.contains(.oneShot), rules.contains(.oneShotMasking) {
      cover(.oneShotDisarmed)
      items[item].events = events.intersection(.privateBits)
      note(item) { .disarmed($0) }
    } else if !events.contains(.edge), rules.contains(.levelRequeue) {
      cover(.levelPutBack)
      list(item)
      note(item) { .putBack($0) }
    } else {
      cover(.edgeTakenOff)
    }
  }

  private mutating func coverDelivery(of mask: EventMask) {
    if mask.contains(.hangup) { cover(.hangupDelivered) }
    if mask.contains(.error) { cover(.errorDelivered) }
    if mask.contains(.peerClosed) { cover(.peerClosedDelivered) }
    if mask.contains(.priority) { cover(.priorityDelivered) }
  }

  /// If something is left, another thread is to take it.
  ///
  /// Source: `ep_done_scan`.
  mutating func endScan(_ instance: Place) {
    if instances[instance].readyCount > 0 { wake(instances[instance].waitQueue, key: .everything) }
  }

  /// What a poll of an item's file finds of what was asked for.
  ///
  /// Source: `ep_item_poll`.
  mutating func pollItem(_ item: Place) -> EventMask {
    let events = items[item].events
    return poll(file: items[item].file, requested: events).intersection(events)
  }
}
