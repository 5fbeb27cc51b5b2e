/// A decision of the model's: what the kernel does where it might have done something else.
///
/// Only what one thread can bring about is here, as the steps of a scenario do.
public enum ModelRule: UInt8, Hashable, Sendable, CaseIterable {
  // epoll_ctl(2): fs/eventpoll.c
  /// A descriptor that is not open is refused (`do_epoll_ctl`).
  case closedDescriptorRefused
  /// A file that cannot be polled is refused (`file_can_poll`).
  case unwatchableFileRefused
  /// An instance cannot watch itself.
  case watchOfItselfRefused
  /// An entry cannot be made exclusive by modifying.
  case modifyToExclusiveRefused
  /// An instance cannot be watched exclusively.
  case exclusiveWatchOfInstanceRefused
  /// An exclusive entry cannot be one-shot, or ask for other conditions than the common ones.
  case exclusiveInterestRefused
  /// Instances in a cycle, or too many below, are refused (`ep_loop_check_proc`).
  case nestingInCycleRefused
  /// Too many instances above and below together are refused (`ep_get_upwards_depth_proc`).
  case nestingTooDeepRefused
  /// An instance joins another one.
  case instanceNested
  /// The same descriptor of the same file is refused the second time (`ep_find`).
  case secondWatchRefused
  /// What is not watched can be neither modified nor removed.
  case changeOfUnwatchedRefused
  /// An exclusive entry cannot be modified.
  case modifyOfExclusiveRefused
  /// A file that is watched already gets one more entry (`ep_insert`).
  case fileWatchedOnceMore
  /// A file is ready when it is added, and listed at once (`ep_insert`).
  case readyWhenAdded
  /// A file is not ready when it is added.
  case idleWhenAdded
  /// A file is ready when it is modified, and listed anew (`ep_modify`).
  case readyWhenModified
  /// Modifying leaves an entry that is on the ready list where it is.
  case modifiedWhileListed
  /// Modifying arms a one-shot entry again that was delivered.
  case oneShotRearmed
  /// An entry leaves the ready list when it is removed (`__ep_remove`).
  case removedWhileListed
  /// An instance that watches another one hears that an entry was found ready (`ep_poll_safewake`).
  case outerToldOfAdding

  // Wait queues: kernel/sched/wait.c
  /// An entry that comes later is woken first (`add_wait_queue`).
  case laterWatchQueuedFirst
  /// An exclusive entry is woken last (`add_wait_queue_exclusive`).
  case exclusiveWatchQueuedLast
  /// A file with two queues has its entry in both (`n_tty_poll`).
  case bothQueuesWatched
  /// An exclusive entry, at whose instance somebody sleeps, uses up the wake (`__wake_up_common`).
  case exclusiveWakeUsedUp
  /// An exclusive entry, at whose instance nobody sleeps, does not use up the wake.
  case exclusiveWakePassedOn

  // Wakes: `ep_poll_callback`
  /// A wake lists an entry.
  case listedByWake
  /// A wake finds an entry listed already.
  case wokenWhileListed
  /// A wake finds a one-shot entry that was delivered.
  case wokenWhileDisarmed
  /// A wake brings none of the conditions asked for.
  case wakeForOtherConditions
  /// An instance that watches another one hears of a wake there.
  case outerToldOfWake

  // epoll_wait(2): `ep_send_events`
  /// A wait finds the ready list empty.
  case waitFoundNothing
  /// An entry that is not ready any more is dropped.
  case staleDropped
  /// A level-triggered entry goes back to the tail.
  case levelPutBack
  /// An edge-triggered entry stays off the list.
  case edgeTakenOff
  /// A one-shot entry keeps its private bits alone.
  case oneShotDisarmed
  /// What does not fit into the batch stays at the head.
  case batchFull
  /// A hangup is delivered.
  case hangupDelivered
  /// An error is delivered.
  case errorDelivered
  /// The end of the peer's half is delivered.
  case peerClosedDelivered
  /// An exceptional condition is delivered.
  case priorityDelivered
  /// An instance that is polled holds something ready (`__ep_eventpoll_poll`).
  case nestedReady
  /// An instance that is polled drops what is not ready any more.
  case nestedStaleDropped

  // Descriptors: fs/file_table.c, fs/eventpoll.c
  /// A descriptor of a watched file is closed, and the entries stay, as another is open.
  case watchOutlivesDescriptor
  /// The last descriptor goes, and the entries with it (`eventpoll_release_file`).
  case watchesEndedByLastClose
  /// An instance is closed that watches something (`ep_clear_and_put`).
  case instanceClosedWithWatches

  // Pipes and FIFOs: fs/pipe.c
  /// A write to an empty pipe wakes.
  case pipeWrittenWhenEmpty
  /// A write to a pipe that was polled wakes, though it was not empty (`poll_usage`).
  case pipeWrittenWhenPolled
  /// A write to a pipe that was never polled, and is not empty, wakes nobody.
  case pipeWrittenUnnoticed
  /// What is over whole pages goes to the last page in use.
  case pipePageFilledUp
  /// A pipe without a free page refuses.
  case pipeFullRefused
  /// A pipe that nobody reads refuses.
  case pipeWithoutReaderRefused
  /// A read frees a page of a full pipe, and wakes the writers.
  case pipePageFreed
  /// A read from a full pipe frees no page, and wakes nobody.
  case pipePageNotFreed
  /// A pipe that nobody writes is at its end.
  case pipeEndRead
  /// The last writer goes.
  case pipeWritersGone
  /// The last reader goes.
  case pipeReadersGone
  /// One of several open files of an end goes, and nobody is woken.
  case pipeEndStaysOpen
  /// A FIFO is opened for reading while nobody writes: no hangup until somebody has written and gone.
  case fifoReaderBeforeWriters
  /// A FIFO is opened for reading that nobody read.
  case fifoReadersBack
  /// A FIFO is opened for writing that nobody wrote: the readers' hangup ends.
  case fifoWritersBack
  /// A FIFO that nobody reads cannot be opened for writing (`fifo_open`).
  case fifoWriterRefused

  // Counters, timers, signals, processes
  /// Even nothing that is added to a counter wakes.
  case counterZeroAdded
  /// A counter whose sum would be too great refuses.
  case counterFullRefused
  /// A counter is read, and is 0 then (`eventfd_read`).
  case counterEmptied
  /// A semaphore is read, and more is left.
  case semaphoreTakenFrom
  /// A timer is armed, and what had expired is forgotten (`timerfd_settime`).
  case timerExpirationForgotten
  /// A timer expires (`timerfd_triggered`).
  case timerExpired
  /// A signal comes to be pending (`signalfd_notify`).
  case signalRaised
  /// A signal that is pending is not sent again, and wakes nobody.
  case signalPendingAlready
  /// A child that has ended is waited for (`__change_pid`).
  case processReaped
  /// A child can be waited for once.
  case secondReapRefused

  // Pseudoterminals: drivers/tty
  /// A line ends in canonical mode, and can be read (`n_tty_receive_handle_newline`).
  case lineEnded
  /// A master whose slave is closed writes to nobody.
  case terminalWrittenToNobody
  /// A slave that is hung up is at its end, and takes nothing (`hung_up_tty_read`, `hung_up_tty_write`).
  case terminalUsedWhenHungUp
  /// A read leaves so much that the other end hears nothing.
  case terminalRoomNotTold
  /// The slave is closed (`pty_close`).
  case terminalSlaveClosed
  /// The master is closed, which hangs the slave up (`__tty_hangup`).
  case terminalMasterClosed

  // Files of /proc and /sys, inotify
  /// A write that is like the last unread event tells nobody (`inotify_merge`).
  case notificationMerged
  /// A watched file goes, which is told (`IN_IGNORED`).
  case watchedFileGone
  /// The mounts or the host's name change (`touch_mnt_namespace`, `proc_sys_poll_notify`).
  case systemFileChanged
  /// A poll uses a change up (`mounts_poll`, `proc_sys_poll`).
  case changeUsedUp
  /// An attribute is ready and exceptional for ever (`kernfs_generic_poll`).
  case attributePolled

  // Unix sockets: net/unix/af_unix.c
  /// A message is longer than the send buffer.
  case messageTooLongRefused
  /// The send buffer is full.
  case sendBufferFullRefused
  /// The own writing half is shut.
  case unixWritingShutRefused
  /// The socket has no peer.
  case unixUnconnectedRefused
  /// The peer is closed, or reads no more.
  case unixPeerReadsNoMore
  /// A datagram's peer is closed, and lost (`unix_dgram_disconnected`).
  case datagramPeerLost
  /// A pending error comes before what was asked for.
  case unixErrorFirst
  /// A read leaves a part of a buffer.
  case streamReadInPart
  /// A read ends at the stream's end.
  case unixEndRead
  /// A buffer is freed, and the sender hears of room (`unix_write_space`).
  case unixRoomTold
  /// A buffer is freed, and most of the send buffer is still in use.
  case unixRoomNotTold
  /// A client is connected at once, and the listener told (`unix_stream_connect`).
  case unixConnected
  /// A listener whose reading is shut refuses.
  case unixConnectionRefused
  /// A descriptor is sent, and its file has one more reference (`unix_scm_to_skb`).
  case descriptorSent
  /// A message is thrown away, or read as bytes, and the file that came with it is let go.
  case descriptorDropped
  /// There is no connection to accept.
  case acceptOfNothingRefused
  /// A half that is shut is the peer's other half (`unix_shutdown`).
  case unixHalfShut
  /// A half of a datagram socket is its own affair.
  case datagramHalfShut
  /// A socket is closed, and its peer told (`unix_release_sock`).
  case unixEndTold
  /// A socket is closed with something unread, and its peer gets an error.
  case unixResetTold
  /// A listener is closed with connections that nobody accepted.
  case unixConnectionsDropped

  // TCP and UDP: net/ipv4
  /// Bytes reach the peer, and wake (`tcp_data_ready`).
  case tcpArrived
  /// Bytes reach the peer, too few to wake it (`SO_RCVLOWAT`).
  case tcpArrivedBelowLowWater
  /// Bytes reach one who is closed, and are answered with a reset (`tcp_rcv_state_process`).
  case tcpArrivedInVain
  /// A socket that cannot write refuses (`sk_stream_error`).
  case tcpWriteRefused
  /// A connection is full (`sk_stream_memory_free`).
  case tcpFullRefused
  /// All is read, and a full peer hears of room (`tcp_check_space`).
  case tcpRoomTold
  /// A part is read, and a full peer may hear of room.
  case tcpRoomPossible
  /// A read stops before the urgent byte (`tcp_recvmsg_locked`).
  case tcpReadStoppedAtUrgent
  /// A read leaves the urgent byte out.
  case tcpReadSkippedUrgent
  /// A read at the end of the peer's half.
  case tcpEndRead
  /// A pending error comes before what was asked for.
  case internetErrorFirst
  /// An urgent byte is sent (`MSG_OOB`).
  case urgentSent
  /// An urgent byte that is next to be read gives way to a newer one (`tcp_check_urg`).
  case urgentByteSuperseded
  /// An urgent byte is read out of band (`tcp_recv_urg`).
  case urgentRead
  /// There is no urgent byte to read.
  case urgentReadRefused
  /// A low-water mark that is reached already wakes (`tcp_set_rcvlowat`).
  case lowWaterReached
  /// A client is connected, and the listener told (`tcp_child_process`).
  case tcpConnected
  /// The other end does not listen.
  case tcpConnectionRefused
  /// A reset comes (`tcp_reset`).
  case tcpReset
  /// A reset comes when the peer's half has ended: a broken pipe.
  case tcpResetAfterEnd
  /// A socket is closed with something unread, or without lingering, and sends a reset (`__tcp_close`).
  case tcpClosedByReset
  /// The end of a half is sent (`tcp_fin`).
  case tcpEndSent
  /// Both halves have ended, and the connection is over.
  case tcpOver
  /// The reading half alone is shut, which the peer does not hear of (`inet_shutdown`).
  case internetReadingShut
  /// A listener is shut (`tcp_disconnect`).
  case tcpListenerShut
  /// An attempt to connect is shut.
  case tcpAttemptShut
  /// What is not connected cannot be shut, though it is.
  case unconnectedShutRefused
  /// A listener is closed, and its connections reset (`inet_csk_listen_stop`).
  case tcpConnectionsDropped
  /// A datagram is sent, which tells the sender of room (`sock_def_write_space`).
  case udpSent
  /// A datagram is sent to nobody, which an error tells (`__udp4_lib_err`).
  case udpSentToNobody
  /// A refusal joins the queue of errors (`ip_icmp_error`).
  case errorQueued
  /// The last of the queued errors is taken, and the socket's error with it (`sock_dequeue_err_skb`).
  case errorQueueEmptied

  /// Its name, as in the source: `levelPutBack`.
  public var name: String { "\(self)" }
}
