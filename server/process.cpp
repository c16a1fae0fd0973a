#include "server/process.hpp"

#include <csignal>
#include <cstdlib>
#include <new>
#include <pthread.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

namespace server {
namespace {

sigset_t stop_signals() {
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGTERM);
    return signals;
}

[[noreturn]] void say_and_abort() {
    constexpr char kWords[] = "frontdesk: out of memory, stopping\n";
    if (::write(STDERR_FILENO, kWords, sizeof kWords - 1) < 0) std::abort();
    std::abort();
}

}  // namespace

void harden_process() {
    ::prctl(PR_SET_DUMPABLE, 0);
    const rlimit no_core{.rlim_cur = 0, .rlim_max = 0};
    ::setrlimit(RLIMIT_CORE, &no_core);
    ::umask(077);
    std::signal(SIGPIPE, SIG_IGN);
    end_when_out_of_memory();
    rlimit files{};
    if (::getrlimit(RLIMIT_NOFILE, &files) == 0) {
        files.rlim_cur = files.rlim_max;
        ::setrlimit(RLIMIT_NOFILE, &files);
    }
}

void end_when_out_of_memory() { std::set_new_handler(say_and_abort); }

void hold_stop_signals() {
    const sigset_t signals = stop_signals();
    ::pthread_sigmask(SIG_BLOCK, &signals, nullptr);
}

int wait_for_stop() {
    const sigset_t signals = stop_signals();
    int caught = 0;
    ::sigwait(&signals, &caught);
    return caught;
}

}  // namespace server
