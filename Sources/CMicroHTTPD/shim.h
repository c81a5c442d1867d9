#pragma once
#include <microhttpd.h>
#include <stdbool.h>

/// `MHD_start_daemon`, which is variadic, for a socket that already listens: threads of its own, connections that may be suspended. By poll and not by
/// epoll, which in 0.9.75 takes 128 events at once, and when it gets exactly so many waits for one more before it answers anybody. With a key and a certificate (PEM) it speaks TLS. Returns NULL when it cannot start; the socket is then still ours.
static inline struct MHD_Daemon *mhd_start(
    int listeningSocket, unsigned int threads, unsigned int connections, size_t headBytes,
    const char *key, const char *certificate, MHD_AccessHandlerCallback access,
    MHD_RequestCompletedCallback completed, void *context) {
  const bool isSecure = key && certificate;
  struct MHD_OptionItem identity[] = {
      {isSecure ? MHD_OPTION_HTTPS_MEM_KEY : MHD_OPTION_END, 0, (void *)key},
      {MHD_OPTION_HTTPS_MEM_CERT, 0, (void *)certificate},
      {MHD_OPTION_END, 0, NULL}};
  return MHD_start_daemon(
      MHD_USE_POLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME | (isSecure ? MHD_USE_TLS : 0), 0, NULL, NULL, access, context,
      MHD_OPTION_LISTEN_SOCKET, listeningSocket,
      MHD_OPTION_THREAD_POOL_SIZE, threads > 1 ? threads : 0,
      MHD_OPTION_CONNECTION_LIMIT, connections,
      MHD_OPTION_CONNECTION_MEMORY_LIMIT, headBytes,
      MHD_OPTION_NOTIFY_COMPLETED, completed, context,
      MHD_OPTION_ARRAY, identity,
      MHD_OPTION_END);
}
