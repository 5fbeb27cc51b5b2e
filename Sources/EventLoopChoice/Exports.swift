@_exported public import EventLoopAPI
