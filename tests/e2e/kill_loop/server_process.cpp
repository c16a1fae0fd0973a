#include "tests/e2e/kill_loop/server_process.hpp"

#include <arpa/inet.h>
#include <csignal>
#include <fcntl.h>
#include <netinet/in.h>
#include <stdexcept>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

namespace kill_loop {
namespace {

// In the child: becomes the program, with its output in `output` and, when given, its errors added to `log`. Dies with its parent.
[[noreturn]] void become(const std::filesystem::path& program, const std::vector<std::string>& arguments, int output, const std::string& log) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    ::dup2(output, STDOUT_FILENO);
    if (const int file = log.empty() ? -1 : ::open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600); file >= 0) ::dup2(file, STDERR_FILENO);
    std::vector<char*> all{const_cast<char*>(program.c_str())};
    for (const auto& argument : arguments) all.push_back(const_cast<char*>(argument.c_str()));
    all.push_back(nullptr);
    ::execv(program.c_str(), all.data());
    ::_exit(127);
}

struct Child {
    int pid = -1;
    int output = -1;
};

void set_or_unset(const char* variable, const std::string& value) {
    if (value.empty()) ::unsetenv(variable);
    else ::setenv(variable, value.c_str(), 1);
}

Child start(const std::filesystem::path& program, const std::vector<std::string>& arguments, const std::string& log, const Fate& fate) {
    int pipe[2];
    if (::pipe2(pipe, O_CLOEXEC) != 0) throw std::runtime_error("no pipe");
    const int pid = ::fork();
    if (pid < 0) throw std::runtime_error("cannot fork");
    if (pid == 0) {
        const auto& [stop_at, io_error] = fate;
        set_or_unset("FRONTDESK_FAILPOINT", stop_at ? std::string(storage::name(stop_at->point)) + ":" + std::to_string(stop_at->count) : "");
        set_or_unset("FRONTDESK_IO_ERROR", io_error ? std::string(io_error->operation) + ":" + std::to_string(io_error->count) : "");
        become(program, arguments, pipe[1], log);
    }
    ::close(pipe[1]);
    return {pid, pipe[0]};
}

std::vector<std::string> serve_arguments(const Launch& launch) {
    return {"serve",  "--demo", "--data",  launch.data.string(), "--config", launch.configuration.string(), "--listen", "127.0.0.1:" + std::to_string(launch.port),
            "--lanes", std::to_string(launch.lanes)};
}

}  // namespace

ServerProcess::ServerProcess(const Launch& launch, const Fate& fate) {
    const auto child = start(launch.program, serve_arguments(launch), launch.log.string(), fate);
    pid_ = child.pid;
    output_ = child.output;
    pidfd_ = static_cast<int>(::syscall(SYS_pidfd_open, pid_, 0));
    if (pidfd_ < 0) throw std::runtime_error("pidfd_open is needed (Linux 5.3)");
}

ServerProcess::~ServerProcess() {
    if (pid_ > 0) {
        signal(SIGKILL);
        wait();
    }
    if (output_ >= 0) ::close(output_);
    ::close(pidfd_);
}

void ServerProcess::read_output() {
    char bytes[4096];
    const auto size = ::read(output_, bytes, sizeof bytes);
    if (size <= 0) {
        ::close(output_);
        output_ = -1;
        return;
    }
    said_.append(bytes, static_cast<std::size_t>(size));
    open_ = said_.find("Stop it with Ctrl-C.") != std::string::npos;
}

void ServerProcess::signal(int number) const { ::kill(pid_, number); }

int ServerProcess::wait() {
    int status = 0;
    while (::waitpid(pid_, &status, 0) < 0 && errno == EINTR) {
    }
    pid_ = -1;
    return status;
}

std::string run(const std::filesystem::path& program, const std::vector<std::string>& arguments) {
    const auto child = start(program, arguments, {}, {});
    std::string said;
    char bytes[4096];
    for (ssize_t size = 0; (size = ::read(child.output, bytes, sizeof bytes)) > 0;) said.append(bytes, static_cast<std::size_t>(size));
    ::close(child.output);
    int status = 0;
    ::waitpid(child.pid, &status, 0);
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) throw std::runtime_error(program.string() + " " + arguments.front() + " failed: " + said);
    return said;
}

std::uint16_t free_port() {
    const int probe = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    const bool found = ::bind(probe, reinterpret_cast<const sockaddr*>(&address), size) == 0 && ::getsockname(probe, reinterpret_cast<sockaddr*>(&address), &size) == 0;
    ::close(probe);
    if (!found) throw std::runtime_error("no free port");
    return ntohs(address.sin_port);
}

}  // namespace kill_loop
