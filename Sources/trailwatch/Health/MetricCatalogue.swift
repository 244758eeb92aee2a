/// Every metric that is served, and what it means.
enum MetricCatalogue {
    static let help = [
        "process_resident_memory_bytes": "Resident memory size in bytes.",
        "process_start_time_seconds": "Start time of the process since unix epoch in seconds.",
        "trailwatch_aws_calls_total": "Attempts to call AWS, by service and answer.",
        "trailwatch_build_info": "1, with the build's version, commit and Swift.",
        "trailwatch_coverage_ratio": "The share of regions that were checked and found healthy, at the last scan.",
        "trailwatch_issues": "Issues whose trouble is there, by status.",
        "trailwatch_notice_oldest_age_seconds": "For how long the oldest waiting notice has been due.",
        "trailwatch_notices": "Notices that wait, and that were given up.",
        "trailwatch_ready": "1 for each check of /readyz that is well, else 0.",
        "trailwatch_regions": "Regions at the last scan: healthy, broken, unchecked.",
        "trailwatch_scan_duration_seconds": "How long the last scan took.",
        "trailwatch_scan_finished_timestamp_seconds": "When the last scan ended, since unix epoch.",
        "trailwatch_slack_acknowledgement_seconds": "From an envelope's arrival to its acknowledgement.",
        "trailwatch_slack_calls_total": "Attempts to call Slack's Web API, by method and answer.",
        "trailwatch_slack_connections": "Connections that Slack sends over now.",
        "trailwatch_slack_envelopes_total": "What Slack sent, by what becomes of it.",
        "trailwatch_slack_reconnections_total": "Connections that replaced one that had ended.",
    ]
}
