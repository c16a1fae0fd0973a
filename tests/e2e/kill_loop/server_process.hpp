// The server under test as a process of its own: started on a data directory, killed, waited for.
#pragma once

#include "storage/failpoint.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kill_loop {

struct Launch {
    std::filesystem::path program;
    std::filesystem::path data;
    std::filesystem::path configuration;
    std::filesystem::path log;     // what it says on stderr is added there
    std::uint16_t port = 0;
    unsigned lanes = 2;
};

// How the server meets its end by itself. Counts are times that it passes there, from 1.
struct StopAt {
    storage::Failpoint point{};
    int count = 1;
};
struct IoError {
    std::string_view operation;    // sync or write
    int count = 1;
};
struct Fate {
    std::optional<StopAt> stop_at;
    std::optional<IoError> io_error;
};

class ServerProcess {
public:
    ServerProcess(const Launch& launch, const Fate& fate);
    ~ServerProcess();              // kills it when it still runs
    ServerProcess(const ServerProcess&) = delete;
    ServerProcess& operator=(const ServerProcess&) = delete;

    int ended_fd() const { return pidfd_; }     // readable when the process has ended
    int output_fd() const { return output_; }   // readable when it has said something; -1 after its end
    void read_output();
    bool is_open() const { return open_; }      // it has said that it serves, and how to come in
    const std::string& said() const { return said_; }
    void signal(int number) const;
    int wait();                                 // its status, as waitpid gives it

private:
    int pid_ = -1;
    int pidfd_ = -1;
    int output_ = -1;
    std::string said_;
    bool open_ = false;
};

// Runs the program with these arguments to its end; what it said. std::runtime_error when it failed.
std::string run(const std::filesystem::path& program, const std::vector<std::string>& arguments);

// A TCP port on loopback that nobody has at this moment.
std::uint16_t free_port();

}  // namespace kill_loop
