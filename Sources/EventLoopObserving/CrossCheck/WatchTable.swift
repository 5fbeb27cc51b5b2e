internal import EventLoopAPI

/// The registrations of a cross-check loop, to be found by either loop's tokens and by their descriptors.
@usableFromInline
struct WatchTable {
  @usableFromInline var places: [WatchedRegistration] = []
  private var firstFree = WatchedRegistration.none

  /// The first place of each remainder of a token's index.
  ///
  /// A loop's indices are small, so that chains are short.
  @usableFromInline var byPrimary: [UInt32]
  @usableFromInline var byShadow: [UInt32]

  /// The place of the latest live registration of each descriptor.
  private var byDescriptor: [UInt32] = []

  init() {
    byPrimary = Array(repeating: WatchedRegistration.none, count: 64)
    byShadow = byPrimary
  }

  @usableFromInline
  subscript(index: UInt32) -> WatchedRegistration {
    @inlinable _read { yield places[Int(index)] }
    @inlinable _modify { yield &places[Int(index)] }
  }

  /// The place of the registration that the primary calls so.
  @inlinable
  func find(_ token: Token) -> UInt32? {
    var index = byPrimary[Int(token.index) & (byPrimary.count - 1)]
    while index != WatchedRegistration.none {
      if places[Int(index)].token == token { return index }
      index = places[Int(index)].nextByPrimary
    }
    return nil
  }

  /// The place of the registration that the shadow calls so.
  @inlinable
  func find(shadow token: Token) -> UInt32? {
    var index = byShadow[Int(token.index) & (byShadow.count - 1)]
    while index != WatchedRegistration.none {
      if places[Int(index)].shadowToken == token { return index }
      index = places[Int(index)].nextByShadow
    }
    return nil
  }

  /// The place of the latest live registration of a descriptor.
  func find(_ descriptor: CInt) -> UInt32? {
    guard byDescriptor.indices.contains(Int(descriptor)) else { return nil }
    let index = byDescriptor[Int(descriptor)]
    return index == WatchedRegistration.none ? nil : index
  }
}

extension WatchTable {
  /// Gives a place to a registration that the primary has made.
  mutating func insert(_ registration: WatchedRegistration) -> UInt32 {
    let index: UInt32
    if firstFree == WatchedRegistration.none {
      index = UInt32(places.count)
      places.append(registration)
      if places.count > byPrimary.count { growChains() }
    } else {
      index = firstFree
      firstFree = self[index].nextByPrimary
      self[index] = registration
    }
    self[index].isLive = true
    link(index)
    setPlace(of: registration.descriptor, to: index)
    return index
  }

  /// Says that the shadow has the registration too, and how it calls it.
  mutating func watch(_ index: UInt32, as token: Token) {
    self[index].isWatched = true
    self[index].isCompared = true
    self[index].shadowToken = token
    linkToShadow(index)
  }

  /// Says that the shadow has the registration no more.
  mutating func unwatch(_ index: UInt32) {
    guard self[index].isWatched else { return }
    self[index].isWatched = false
    self[index].isCompared = false
    let bucket = Int(self[index].shadowToken.index) & (byShadow.count - 1)
    if byShadow[bucket] == index {
      byShadow[bucket] = self[index].nextByShadow
      return
    }
    var previous = byShadow[bucket]
    while self[previous].nextByShadow != index { previous = self[previous].nextByShadow }
    self[previous].nextByShadow = self[index].nextByShadow
  }

  /// Takes a place back.
  mutating func remove(_ index: UInt32) {
    unwatch(index)
    let bucket = Int(self[index].token.index) & (byPrimary.count - 1)
    if byPrimary[bucket] == index {
      byPrimary[bucket] = self[index].nextByPrimary
    } else {
      var previous = byPrimary[bucket]
      while self[previous].nextByPrimary != index { previous = self[previous].nextByPrimary }
      self[previous].nextByPrimary = self[index].nextByPrimary
    }
    if find(self[index].descriptor) == index {
      setPlace(of: self[index].descriptor, to: WatchedRegistration.none)
    }
    self[index] = WatchedRegistration()
    self[index].nextByPrimary = firstFree
    firstFree = index
  }

  private mutating func setPlace(of descriptor: CInt, to index: UInt32) {
    let position = Int(descriptor)
    // A loop that takes any number may be the primary, too.
    guard position >= 0 else { return }
    while byDescriptor.count <= position {
      byDescriptor.append(WatchedRegistration.none)
    }
    byDescriptor[position] = index
  }

  private mutating func link(_ index: UInt32) {
    let bucket = Int(self[index].token.index) & (byPrimary.count - 1)
    self[index].nextByPrimary = byPrimary[bucket]
    byPrimary[bucket] = index
  }

  private mutating func linkToShadow(_ index: UInt32) {
    let bucket = Int(self[index].shadowToken.index) & (byShadow.count - 1)
    self[index].nextByShadow = byShadow[bucket]
    byShadow[bucket] = index
  }

  /// Doubles the number of chains; all places but the last have an owner and are in them, or they would be
  /// used first.
  private mutating func growChains() {
    byPrimary = Array(repeating: WatchedRegistration.none, count: 2 * byPrimary.count)
    byShadow = byPrimary
    for index in 0..<UInt32(places.count - 1) {
      link(index)
      if self[index].isWatched { linkToShadow(index) }
    }
  }
}
