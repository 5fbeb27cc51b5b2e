extension Trial {
  /// The trials of the area `creation`.
  static let creation = [
    CreationFlags.trial, DuplicateSet.trial, EpollDescriptor.trial, SizeIgnored.trial,
    ThousandsOfSets.trial, WithoutDescriptors.trial,
  ]
}
