// What must have happened now and then over many seeds, or the simulation proves less than it says.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace simulation {

enum class Sometimes {
    customer_heard_ack,
    ack_lost_and_sent_again,
    cut_during_hello,
    resumed_with_the_token_before,
    burst_split_by_a_cut,
    half_open_found,
    replay_cut_and_went_on,
    page_reloaded,
    nack_overloaded,
    nack_unavailable,
    nack_rate_limited,
    hello_put_off,
    claim_race_lost,
    lease_ran_out,
    agent_spoke,
    handed_back_to_the_bot,
    returned_to_the_queue,
    closed_by_the_agent,
    ticket_opened,
    ticket_number_shown,
    identity_checked,
    stranger_was_faster,
    turn_ran_again,
    clock_jumped_forward,
    clock_jumped_back,
    house_stopped_gracefully,
    house_was_down,
    crash_kept_the_unknown,
    crash_lost_the_unknown,
    timer_fired_after_downtime,
    disk_was_full,
    read_failed,
    workers_were_busy,
    conversation_came_back_into_memory,
    silence_ended_a_conversation,
    count
};

inline constexpr std::array<std::string_view, static_cast<std::size_t>(Sometimes::count)> kSometimesNames{
    "customer_heard_ack", "ack_lost_and_sent_again", "cut_during_hello", "resumed_with_the_token_before", "burst_split_by_a_cut",
    "half_open_found", "replay_cut_and_went_on", "page_reloaded", "nack_overloaded", "nack_unavailable", "nack_rate_limited", "hello_put_off",
    "claim_race_lost", "lease_ran_out", "agent_spoke", "handed_back_to_the_bot", "returned_to_the_queue", "closed_by_the_agent",
    "ticket_opened", "ticket_number_shown", "identity_checked", "stranger_was_faster", "turn_ran_again", "clock_jumped_forward",
    "clock_jumped_back", "house_stopped_gracefully", "house_was_down", "crash_kept_the_unknown", "crash_lost_the_unknown",
    "timer_fired_after_downtime", "disk_was_full", "read_failed", "workers_were_busy", "conversation_came_back_into_memory",
    "silence_ended_a_conversation"};

}  // namespace simulation
