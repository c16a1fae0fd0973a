// One SQLite connection with its prepared statements, and a statement in use. Used by one thread at a time.
// SQL errors leave as SQLite::Exception; the writer and the readers turn them into what the store promises.
#pragma once

#include "storage/store.hpp"

#include <SQLiteCpp/SQLiteCpp.h>

#include <concepts>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace storage {

struct Blob {  // bytes bound without a copy: must live as long as the query
    std::string_view bytes;
};
struct Text {  // the same for a string
    const std::string& text;
};

// A prepared statement while it is in use. Ends its read when it goes, so that it cannot hold back a checkpoint.
class Query {
public:
    explicit Query(SQLite::Statement& statement) : statement_(statement) {}
    ~Query() { statement_.tryReset(); }
    Query(const Query&) = delete;
    Query& operator=(const Query&) = delete;

    // Binds all parameters in order; strings are copied.
    template <class... Values>
    Query& bind(const Values&... values) {
        int index = 0;
        (set(++index, values), ...);
        return *this;
    }
    bool next() { return statement_.executeStep(); }  // false after the last row
    void run() {
        while (next()) {
        }
    }

    std::string text(int column) const { return statement_.getColumn(column).getString(); }
    std::int64_t number(int column) const { return statement_.getColumn(column).getInt64(); }
    std::uint64_t count(int column) const { return static_cast<std::uint64_t>(number(column)); }
    Time time(int column) const { return Time{std::chrono::milliseconds{number(column)}}; }
    std::optional<Time> maybe_time(int column) const {
        return statement_.isColumnNull(column) ? std::nullopt : std::optional(time(column));
    }

private:
    void set(int index, const std::string& text) { statement_.bind(index, text); }
    void set(int index, std::string_view text) { statement_.bind(index, std::string(text)); }
    void set(int index, Text text) { statement_.bindNoCopy(index, text.text); }
    void set(int index, Blob blob) { statement_.bindNoCopy(index, blob.bytes.data(), static_cast<int>(blob.bytes.size())); }
    void set(int index, std::integral auto number) { statement_.bind(index, static_cast<std::int64_t>(number)); }
    void set(int index, Time time) { statement_.bind(index, std::int64_t{time.time_since_epoch().count()}); }
    void set(int index, const std::optional<Time>& time) { time ? set(index, *time) : statement_.bind(index); }

    SQLite::Statement& statement_;
};

class Connection {
public:
    enum class Mode { read, write };
    Connection(const std::filesystem::path& file, Mode mode);

    // The statement for `sql`, prepared on its first use and kept. One use at a time.
    Query query(const std::string& sql);
    // The same for SQL that stands in the program's text, and is therefore told by its address alone.
    template <std::size_t Size>
    Query query(const char (&literal)[Size]) {
        return literal_query(literal);
    }
    void execute(const char* sql) { database_.exec(sql); }
    bool in_transaction() const;
    SQLite::Database& database() { return database_; }

private:
    Query literal_query(const char* sql);

    SQLite::Database database_;
    // Freed before the database closes.
    std::unordered_map<const char*, std::unique_ptr<SQLite::Statement>> literals_;
    std::unordered_map<std::string, std::unique_ptr<SQLite::Statement>> statements_;
};

inline constexpr int kBusyMilliseconds = 5000;         // for a lock that a stranger's tool may hold
inline constexpr int kWriterCacheKibibytes = 64 * 1024;

}  // namespace storage
