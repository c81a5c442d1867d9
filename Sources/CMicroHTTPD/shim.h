#pragma once
#include <microhttpd.h>

/// `MHD_start_daemon`, which is variadic, for a socket that already listens: epoll, threads of its own,
/// connections that may be suspended. Returns NULL when it cannot start; the socket is then still ours.
static inline struct MHD_Daemon *mhd_start(
    int listeningSocket, unsigned int threads, unsigned int connections, size_t headBytes,
    MHD_AccessHandlerCallback access, MHD_RequestCompletedCallback completed, void *context) {
  return MHD_start_daemon(
      MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME, 0, NULL, NULL, access, context,
      MHD_OPTION_LISTEN_SOCKET, listeningSocket,
      MHD_OPTION_THREAD_POOL_SIZE, threads > 1 ? threads : 0,
      MHD_OPTION_CONNECTION_LIMIT, connections,
      MHD_OPTION_CONNECTION_MEMORY_LIMIT, headBytes,
      MHD_OPTION_NOTIFY_COMPLETED, completed, context,
      MHD_OPTION_END);
}
