#include "tests/server/service_support.hpp"

#include "server/keys.hpp"

#include <fstream>
#include <future>
#include <stdexcept>

namespace support {
namespace {

void write(const std::filesystem::path& path, const std::string& text) {
    std::filesystem::create_directories(path.parent_path());
    std::ofstream(path) << text;
}

dialog::Turn turn_with_ticket(const std::string& conversation, const std::string& owner) {
    const auto now = monday_morning();
    tickets::Ticket ticket;
    ticket.number = dialog::kTicketNumberMark;
    ticket.conversation = conversation;
    ticket.category = "产品质量类";
    ticket.subcategory = "功能故障";
    ticket.owner = owner;
    ticket.customer = "C1";
    ticket.opened_at = now;
    ticket.facts = {{"name", "王小明"}, {"phone", "13812345678"}};
    dialog::Turn turn;
    turn.conversation.id = conversation;
    turn.conversation.version = 1;
    turn.conversation.positions = 1;
    turn.conversation.last_seq = 1;
    turn.conversation.locale = "zh-CN";
    turn.conversation.opened_at = turn.conversation.last_customer_at = now;
    turn.conversation.tickets = {ticket};
    turn.conversation.ticket_open = true;
    dialog::Entry entry;
    entry.position = entry.seq = 1;
    entry.from = dialog::From::customer;
    entry.text = "空调不制冷";
    entry.cid = "c1";
    entry.at = now;
    turn.entries = {entry};
    turn.effects = {dialog::TicketChanged{ticket, {ticket.number, now, "bot", "opened", {}}}};
    return turn;
}

}  // namespace

TemporaryDirectory::TemporaryDirectory() : path_(std::filesystem::temp_directory_path() / ("frontdesk-test-" + server::random_conversation_id())) {
    std::filesystem::create_directories(path_);
}

TemporaryDirectory::~TemporaryDirectory() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
}

std::shared_ptr<const config::Loaded> shipped_configuration() {
    static const std::shared_ptr<const config::Loaded> loaded = [] {
        config::Problems problems;
        auto made = config::load(open_desk().configuration, problems);
        if (!made) throw std::runtime_error("the shipped configuration has problems");
        return made;
    }();
    return loaded;
}

server::PasswordCost cheap_passwords() { return {.passes = 1, .memory_bytes = 64 << 10}; }

RunningService::RunningService(std::vector<std::string> origins) {
    write(pages_.path() / "index.html", "<!doctype html>shop");
    write(pages_.path() / "desk" / "index.html", "<!doctype html>desk");
    write(pages_.path() / "widget.js", "'widget'");
    server::ServiceOptions options;
    options.data_directory = data_.path();
    options.configuration = open_desk().configuration;
    options.pages = pages_.path();
    options.port = 0;
    options.lanes = 2;
    options.origins = std::move(origins);
    options.password_cost = cheap_passwords();
    service_ = std::make_unique<server::Service>(options, shipped_configuration());
}

std::string RunningService::add_agent(const std::string& name) {
    Browser admin(*this, "admin", password());
    return admin.post("/api/v1/users", {{"name", name}, {"display_name", name}, {"role", "agent"}}).json.at("password");
}

std::string RunningService::add_ticket(const std::string& conversation, const std::string& owner) {
    std::promise<storage::Commit> committed;
    store().commit(turn_with_ticket(conversation, owner), [&](storage::Commit commit) { committed.set_value(std::move(commit)); });
    const storage::Commit commit = committed.get_future().get();
    if (commit.status != storage::CommitStatus::committed) throw std::runtime_error("the turn was not committed");
    return commit.turn.conversation.tickets.front().number;
}

Browser::Browser(RunningService& service, const std::string& name, const std::string& password) : service_(service) {
    if (login(name, password).status != 200) throw std::runtime_error("cannot log in");
}

Answer Browser::login(const std::string& name, const std::string& password) {
    Answer answer = post("/api/v1/login", {{"name", name}, {"password", password}});
    if (answer.status != 200) return answer;
    const std::string& cookie = answer.headers.at("set-cookie");
    const auto begin = cookie.find('=') + 1;
    token_ = cookie.substr(begin, cookie.find(';') - begin);
    csrf_ = answer.json.at("csrf");
    return answer;
}

Answer Browser::call(const std::string& method, const std::string& path, const std::string& body, const std::string& more_headers) {
    std::string request = method + " " + path + " HTTP/1.1\r\nHost: localhost\r\n" + cookie_header() + more_headers;
    if (!csrf_.empty()) request += "X-CSRF-Token: " + csrf_ + "\r\n";
    if (method == "POST") request += "Content-Length: " + std::to_string(body.size()) + "\r\n";
    if (method == "POST" && more_headers.find("Content-Type") == std::string::npos) request += "Content-Type: application/json\r\n";
    const Reply reply = ask(service_.port(), request + "\r\n" + body);
    return {reply.status, Json::parse(reply.body, nullptr, false), reply.headers};
}

}  // namespace support
