// A store in front of the real one, that can be told to misbehave: answer commits with another status, or hold them back.
// Thread rule: any thread, like every store.
#pragma once

#include "storage/store.hpp"

#include <atomic>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

namespace support {

class StoreBetween final : public storage::Store {
public:
    explicit StoreBetween(std::unique_ptr<storage::Store> real) : real_(std::move(real)) {}

    // The next commits are not written but answered so, one each.
    void answer_next(std::deque<storage::CommitStatus> statuses) {
        const std::lock_guard lock(mutex_);
        answers_ = std::move(statuses);
    }
    // While held, commits wait; release() writes them in order.
    void hold() {
        const std::lock_guard lock(mutex_);
        holding_ = true;
    }
    void release() {
        std::vector<std::pair<dialog::Turn, Done>> held;
        {
            const std::lock_guard lock(mutex_);
            holding_ = false;
            held.swap(held_);
        }
        for (auto& [turn, done] : held) real_->commit(std::move(turn), std::move(done));
    }
    // From now on turns are reported committed at once and not kept (benchmarks of what stands before the store).
    void commit_at_once() { at_once_ = true; }
    std::size_t commits() const { return commits_; }  // that reached the real store

    void commit(dialog::Turn&& turn, Done done) override {
        std::unique_lock lock(mutex_);
        if (!answers_.empty()) {
            const auto status = answers_.front();
            answers_.pop_front();
            lock.unlock();
            dialog::Turn nothing;
            nothing.refused = "answered by the test";  // so that the answer comes on the writer's thread, as any other does
            real_->commit(std::move(nothing), [status, answer = std::move(done)](storage::Commit&&) { answer({status, {}, {}}); });
            return;
        }
        ++commits_;
        if (at_once_) {
            lock.unlock();
            number_ticket(turn, "WX202611230001");
            done({storage::CommitStatus::committed, std::move(turn), {}});
            if (after_batch_) after_batch_();
            return;
        }
        if (holding_) {
            held_.emplace_back(std::move(turn), std::move(done));
            return;
        }
        lock.unlock();
        real_->commit(std::move(turn), std::move(done));
    }

    void after_batch(std::function<void()> run) override {
        after_batch_ = run;
        real_->after_batch(std::move(run));
    }

    std::optional<dialog::Conversation> conversation(const dialog::ConversationId& id) override { return real_->conversation(id); }
    std::vector<dialog::Entry> visible_entries(const dialog::ConversationId& id, dialog::Seq after, std::size_t limit) override {
        return real_->visible_entries(id, after, limit);
    }
    std::vector<dialog::Entry> entries(const dialog::ConversationId& id, std::uint64_t after, std::size_t limit) override {
        return real_->entries(id, after, limit);
    }
    std::vector<storage::CidRow> cids(const dialog::ConversationId& id) override { return real_->cids(id); }
    std::vector<storage::ConversationRow> conversations(const std::string& holder, const std::string& agent, std::size_t limit) override {
        return real_->conversations(holder, agent, limit);
    }
    std::optional<storage::ConversationRow> conversation_row(const dialog::ConversationId& id) override { return real_->conversation_row(id); }
    std::vector<storage::TimerRow> timers() override { return real_->timers(); }
    std::vector<storage::JobRow> jobs() override { return real_->jobs(); }
    std::optional<tickets::Ticket> ticket(const std::string& number) override { return real_->ticket(number); }
    std::vector<tickets::Ticket> tickets(const storage::TicketFilter& filter) override { return real_->tickets(filter); }
    std::vector<tickets::LogLine> ticket_log(const std::string& number) override { return real_->ticket_log(number); }
    int failed_tries(const std::string& identity, const std::string& visitor, storage::Time since) override {
        return real_->failed_tries(identity, visitor, since);
    }
    std::optional<storage::OrderRow> order(const std::string& order_no) override { return real_->order(order_no); }
    std::vector<storage::OrderRow> orders_of(const std::string& customer) override { return real_->orders_of(customer); }
    std::optional<storage::CustomerRow> customer(const std::string& id) override { return real_->customer(id); }
    void import(const std::vector<storage::CustomerRow>& customers, const std::vector<storage::OrderRow>& orders) override {
        real_->import(customers, orders);
    }
    void put_token(const std::string& hash, const dialog::ConversationId& id, storage::Time now) override { real_->put_token(hash, id, now); }
    std::optional<dialog::ConversationId> token_used(const std::string& hash) override { return real_->token_used(hash); }
    std::vector<storage::User> users() override { return real_->users(); }
    std::optional<storage::User> user_named(const std::string& name) override { return real_->user_named(name); }
    std::optional<storage::User> user(const std::string& id) override { return real_->user(id); }
    void put_user(const storage::User& user) override { real_->put_user(user); }
    void put_session(const std::string& hash, const std::string& user, storage::Time expires) override { real_->put_session(hash, user, expires); }
    std::optional<storage::User> session_user(const std::string& hash, storage::Time now) override { return real_->session_user(hash, now); }
    void drop_session(const std::string& hash) override { real_->drop_session(hash); }
    void drop_sessions_of(const std::string& user) override { real_->drop_sessions_of(user); }
    void audit(storage::Time at, const std::string& who, const std::string& what, const std::string& object) override {
        real_->audit(at, who, what, object);
    }
    std::string secret() override { return real_->secret(); }
    bool writable() override { return real_->writable(); }

private:
    std::unique_ptr<storage::Store> real_;
    mutable std::mutex mutex_;
    std::deque<storage::CommitStatus> answers_;
    bool holding_ = false;
    bool at_once_ = false;
    std::function<void()> after_batch_;
    std::vector<std::pair<dialog::Turn, Done>> held_;
    std::atomic<std::size_t> commits_{0};
};

}  // namespace support
