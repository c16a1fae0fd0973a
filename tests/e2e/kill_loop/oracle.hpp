// What the clients know: what they sent, what was acknowledged, what they saw. It judges at once what one client can judge alone;
// the rest is for the checker. Every line also goes to a file, so that a failure can be read afterwards.
#pragma once

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace kill_loop {

enum class Side { customer, agent };

struct Said {
    std::string text;            // as the log should keep it; of a choice its label
    bool is_entry = true;        // false: a command that leaves no entry of its own
    bool acknowledged = false;
    bool refused = false;        // the server said that it will never take it
    std::uint64_t seq = 0;       // as acknowledged; of customers only
    int times_sent = 0;
};

struct Seen {
    std::string from;
    std::string text;
    std::string cid;
};

// What one conversation's participants know of it.
struct Witnessed {
    std::map<std::pair<Side, std::string>, Said> said;   // by side and cid
    std::vector<Seen> seen;                               // by seq - 1: what its customer was shown
    std::set<std::string> claims;                         // cids of acknowledged claims
    bool has_customer = false;                            // a welcome has come
};

class Oracle {
public:
    explicit Oracle(const std::filesystem::path& file);

    void welcomed(const std::string& conversation, std::uint64_t seq);
    void sent(const std::string& conversation, Side side, const std::string& cid, const std::string& text, bool is_entry = true);
    void acknowledged(const std::string& conversation, Side side, const std::string& cid, std::uint64_t seq);
    void refused(const std::string& conversation, Side side, const std::string& cid, const std::string& code);
    void delayed(const std::string& conversation, const std::string& cid, const std::string& code);
    void claimed(const std::string& conversation, const std::string& cid) { conversations_[conversation].claims.insert(cid); }
    void saw(const std::string& conversation, std::uint64_t seq, const Seen& entry);
    void note(std::string line);    // in the file only

    // Begins with its kind and a colon; canaries are known by it.
    void violation(const std::string& what);
    const std::vector<std::string>& violations() const { return violations_; }
    const std::map<std::string, Witnessed>& conversations() const { return conversations_; }

    struct Counts {
        std::uint64_t sent = 0;
        std::uint64_t sent_again = 0;
        std::uint64_t acknowledged = 0;
        std::uint64_t refused = 0;
        std::uint64_t delayed = 0;   // told to send it again later
        std::uint64_t seen = 0;
    };
    const Counts& counts() const { return counts_; }

private:
    std::ofstream file_;
    std::map<std::string, Witnessed> conversations_;
    std::vector<std::string> violations_;
    Counts counts_;
};

inline constexpr std::size_t kMaxViolations = 50;  // kept; past them a run tells nothing new

}  // namespace kill_loop
