#include "tests/e2e/kill_loop/oracle.hpp"

#include "tickets/mask.hpp"

#include <algorithm>

namespace kill_loop {
namespace {

std::string name(const std::string& conversation, const std::string& cid) { return " " + conversation + " " + cid; }

}  // namespace

Oracle::Oracle(const std::filesystem::path& file) : file_(file, std::ios::app) {}

// Flushed: to the kernel, line by line.
void Oracle::note(std::string line) {
    std::replace(line.begin(), line.end(), '\n', ' ');
    file_ << line << std::endl;
}

void Oracle::violation(const std::string& what) {
    note("VIOLATION " + what);
    if (violations_.size() < kMaxViolations) violations_.push_back(what);
}

// What it saw or was promised must still be there when it comes back.
void Oracle::welcomed(const std::string& conversation, std::uint64_t seq) {
    note("WELCOME " + conversation + " " + std::to_string(seq));
    auto& known = conversations_[conversation];
    known.has_customer = true;
    if (seq < known.seen.size()) violation("lost: " + conversation + " ends at " + std::to_string(seq) + ", its customer saw " + std::to_string(known.seen.size()));
    for (const auto& [key, said] : known.said) {
        if (key.first == Side::customer && said.acknowledged && said.seq > seq)
            violation("lost:" + name(conversation, key.second) + " was acknowledged as " + std::to_string(said.seq) + ", the log ends at " + std::to_string(seq));
    }
}

void Oracle::sent(const std::string& conversation, Side side, const std::string& cid, const std::string& text, bool is_entry) {
    note("SENT" + name(conversation, cid) + " " + text);
    auto& said = conversations_[conversation].said[{side, cid}];
    if (said.times_sent++ > 0) {
        ++counts_.sent_again;
        return;
    }
    ++counts_.sent;
    said.text = tickets::redact(text).text;
    said.is_entry = is_entry;
}

void Oracle::acknowledged(const std::string& conversation, Side side, const std::string& cid, std::uint64_t seq) {
    note("ACKED" + name(conversation, cid) + " " + std::to_string(seq));
    auto& said = conversations_[conversation].said[{side, cid}];
    if (said.times_sent == 0) violation("invented:" + name(conversation, cid) + " was acknowledged and never sent");
    if (said.acknowledged && said.seq != seq)
        violation("doubled:" + name(conversation, cid) + " was acknowledged as " + std::to_string(said.seq) + " and as " + std::to_string(seq));
    if (!said.acknowledged) ++counts_.acknowledged;
    said.acknowledged = true;
    said.seq = seq;
}

void Oracle::refused(const std::string& conversation, Side side, const std::string& cid, const std::string& code) {
    note("REFUSED" + name(conversation, cid) + " " + code);
    auto& said = conversations_[conversation].said[{side, cid}];
    if (said.acknowledged) violation("lost:" + name(conversation, cid) + " was acknowledged and then refused as " + code);
    ++counts_.refused;
    said.refused = true;
}

void Oracle::delayed(const std::string& conversation, const std::string& cid, const std::string& code) {
    note("LATER" + name(conversation, cid) + " " + code);
    ++counts_.delayed;
}

void Oracle::saw(const std::string& conversation, std::uint64_t seq, const Seen& entry) {
    note("SAW " + conversation + " " + std::to_string(seq) + " " + entry.from + " " + entry.cid + " " + entry.text);
    auto& seen = conversations_[conversation].seen;
    ++counts_.seen;
    if (seq != seen.size() + 1) {
        violation((seq <= seen.size() ? "doubled: " : "gap: ") + conversation + " was shown " + std::to_string(seq) + " after " + std::to_string(seen.size()));
        if (seq <= seen.size()) return;
        seen.resize(seq - 1);
    }
    seen.push_back(entry);
}

}  // namespace kill_loop
