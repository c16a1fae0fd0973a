// Rows of the journal: any bytes are a turn that is written and read again as the same, or refused.
#include "storage/codec.hpp"
#include "storage/store.hpp"
#include "tests/fuzz/oracle.hpp"

#include <cstddef>
#include <cstdint>

namespace {

dialog::Turn turn_of(std::string_view bytes) {
    const auto body = storage::decode_body(bytes);
    return storage::decode_turn(body.parts, body.moving);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    try {
        const auto turn = turn_of(bytes);
        fuzz::require(turn_of(storage::encode_body(storage::encode(turn), {})) == turn, "a turn comes back as it was");
        fuzz::require(!name(turn.conversation.holder.kind).empty(), "an enumerator that is read has a name");
    } catch (const storage::StoreError&) {
    }
    try {
        storage::decode_places(bytes, 1);
    } catch (const storage::StoreError&) {
    }
    return 0;
}
