#include "storage/codec.hpp"

#include "storage/codec_types.hpp"

#include <cereal/archives/portable_binary.hpp>

#include <istream>
#include <ostream>
#include <streambuf>

namespace storage {

namespace {

constexpr std::size_t kUsualBytes = 2048;  // a turn with a ticket

class Sink : public std::streambuf {  // writes into a string without the copy that a stringstream hands out
public:
    Sink() { bytes_.reserve(kUsualBytes); }
    std::string take() { return std::move(bytes_); }

protected:
    std::streamsize xsputn(const char* data, std::streamsize count) override {
        bytes_.append(data, static_cast<std::size_t>(count));
        return count;
    }
    int_type overflow(int_type c) override {
        bytes_.push_back(traits_type::to_char_type(c));
        return c;
    }

private:
    std::string bytes_;
};

class Source : public std::streambuf {
public:
    explicit Source(std::string_view bytes) {
        char* begin = const_cast<char*>(bytes.data());  // a get area is never written to
        setg(begin, begin, begin + bytes.size());
    }
    bool at_end() const { return gptr() == egptr(); }
};

template <class Value>
std::string packed(const Value& value) {
    Sink sink;
    std::ostream stream(&sink);
    cereal::PortableBinaryOutputArchive archive(stream);
    archive(value);
    return sink.take();
}

template <class Value>
Value unpacked(std::string_view bytes) {
    Source source(bytes);
    std::istream stream(&source);
    Value value{};
    try {
        cereal::PortableBinaryInputArchive archive(stream);
        archive(value);
    } catch (const cereal::Exception& error) {
        throw StoreError(std::string("stored bytes cannot be read: ") + error.what());
    }
    if (!source.at_end()) throw StoreError("stored bytes cannot be read: more than expected");
    return value;
}

}  // namespace

std::string encode(const dialog::Turn& turn) { return packed(turn); }
std::string encode(const dialog::Entry& entry) { return packed(entry); }
std::string encode(const dialog::StartJob& job) { return packed(job); }
std::string encode(const tickets::Ticket& ticket) { return packed(ticket); }
std::string encode(const dialog::KnownOrder& order) { return packed(order); }

dialog::Turn decode_turn(std::string_view bytes) { return unpacked<dialog::Turn>(bytes); }
dialog::Entry decode_entry(std::string_view bytes) { return unpacked<dialog::Entry>(bytes); }
dialog::StartJob decode_job(std::string_view bytes) { return unpacked<dialog::StartJob>(bytes); }
tickets::Ticket decode_ticket(std::string_view bytes) { return unpacked<tickets::Ticket>(bytes); }
dialog::KnownOrder decode_order(std::string_view bytes) { return unpacked<dialog::KnownOrder>(bytes); }

}  // namespace storage
