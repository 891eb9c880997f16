//! Opinions that signers write most often, to be picked instead of typed.

/// Beside an agreement; the first is what Enter takes.
pub const AGREE: [&str; 4] =
    ["同意", "同意，请抓紧办理", "同意，办理结果及时答复群众", "同意，请严格按时限办结"];

/// With a return; each can be completed before it is sent.
pub const RETURN: [&str; 4] = [
    "请补充核实情况后再报",
    "请逐项回应群众反映的问题",
    "请写明由谁办理、何时办结",
    "请核对政策依据和文字表述",
];

/// Opens the form to write something else.
pub const OTHER: &str = "写别的意见…";
